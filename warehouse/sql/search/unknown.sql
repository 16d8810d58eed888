select distinct t.language, t.word
from token as t
anti join search.word as w on w.language = t.language and w.word = t.word
order by t.language, t.word
