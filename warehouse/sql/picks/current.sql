-- What picked stories are now: the id each goes by, and its headline in the first language there is.
with asked as (select distinct unnest($stories::varchar[]) as story_id)

select
    asked.story_id,
    news.story_id as now_id,
    coalesce(news.title_fi, news.title_sv, news.title_en, news.title_se, news.story_id) as title
from asked
left join store.story_alias as alias on alias.story_id = asked.story_id
inner join store.news as news on news.story_id = coalesce(alias.merged_into, asked.story_id)
