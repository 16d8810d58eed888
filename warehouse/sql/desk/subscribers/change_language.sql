update subscription set language = :language where reader = :reader
