set variable kooste_now = $now::timestamptz
