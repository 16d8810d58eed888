delete from lease where token = :token
