insert or ignore into secret (name, value) values (:name, :value)
