insert into mailing (issue, week, audience, language, sha256, letter, begun_at, give_up_at)
values (:issue, :week, :audience, :language, :sha256, :letter, :at, :give_up_at)
