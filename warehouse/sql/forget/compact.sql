-- A deleted row's bytes stay in the file until it is written anew.
copy from database kooste to fresh
