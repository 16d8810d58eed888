insert or ignore into reader (id, address) values (:reader, :address)
