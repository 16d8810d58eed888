-- What editors have decided about articles that are here, beside what the stories already follow (core.ruling).
create or replace temp table ruling as
select r.*
from (
    select unnest($lefts::varchar[]) as left_id, unnest($rights::varchar[]) as right_id, unnest($verdicts::varchar[]) as verdict
) as r
semi join core.article as a on a.article_id = r.left_id
semi join core.article as b on b.article_id = r.right_id;
