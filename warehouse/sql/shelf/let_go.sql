-- Letters that somebody has let go, or that have begun to leave.
select issue from approval
union
select issue from mailing
