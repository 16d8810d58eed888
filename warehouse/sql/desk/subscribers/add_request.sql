insert into request (token, reader, address, language, audiences, made_at, expires_at)
values (:token, :reader, :address, :language, :audiences, :at, :expires_at)
