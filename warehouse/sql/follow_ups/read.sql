insert or replace into core.follow_up_read by name
select article_id, content_hash, $reading::varchar as reading from following
