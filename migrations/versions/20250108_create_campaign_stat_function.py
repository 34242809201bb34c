"""Campaign statistics that are right under concurrent calls, and that follow the sends."""

from migrations.sql import run

revision = "20250108_create_campaign_stat_function"
down_revision = "20250108_create_notification_preferences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create function increment_campaign_stat(
          p_campaign_id uuid, p_stat_name text, p_increment integer default 1
        ) returns void language plpgsql as $$
        declare
          known constant text[] := '{opens,clicks,bounces,unsubscribes,sends,deliveries}';
        begin
          if p_stat_name is null or p_stat_name <> all (known) then
            raise exception 'unknown campaign statistic %; use one of %',
              coalesce(quote_literal(p_stat_name), 'null'), array_to_string(known, ', ')
              using errcode = 'invalid_parameter_value';
          end if;
          if p_increment is null then
            raise exception 'the increment of % is null; pass a whole number', quote_literal(p_stat_name)
              using errcode = 'null_value_not_allowed';
          end if;
          -- The update locks the row, so that concurrent calls wait for each other and none is lost.
          update campaigns
             set stats = jsonb_set(
                   stats, array[p_stat_name],
                   to_jsonb(coalesce((stats ->> p_stat_name)::bigint, 0) + p_increment)),
                 updated_at = now()
           where id = p_campaign_id;
          if not found then
            raise exception 'no campaign %', coalesce(p_campaign_id::text, 'null')
              using errcode = 'no_data_found';
          end if;
        end
        $$;

        create function reached_statistics(send email_sends) returns setof text
        language sql immutable as $$
          select statistic
            from (values
              ('sends', send.sent_at is not null
                or send.status in ('sent', 'delivered', 'opened', 'clicked', 'bounced')),
              ('deliveries', send.delivered_at is not null
                or send.status in ('delivered', 'opened', 'clicked')),
              ('opens', send.opened_at is not null or send.status in ('opened', 'clicked')),
              ('clicks', send.clicked_at is not null or send.status = 'clicked'),
              ('bounces', send.bounced_at is not null or send.status = 'bounced')
            ) as milestones (statistic, is_reached)
           where is_reached
        $$;

        -- Per statement, not per row: a bulk send would else update its campaign once for every e-mail.
        -- Campaigns are updated in the order of their ids, so that two statements never deadlock.
        create function track_campaign_statistics() returns trigger language plpgsql as $$
        begin
          if tg_op = 'INSERT' then
            perform increment_campaign_stat(campaign_id, statistic, reached::integer)
               from (select campaign_id, statistic, count(*) as reached
                       from added as send, reached_statistics(send) as statistic
                      where campaign_id is not null
                      group by campaign_id, statistic
                      order by campaign_id, statistic) as changes;
          elsif tg_op = 'UPDATE' then
            perform increment_campaign_stat(campaign_id, statistic, change::integer)
               from (select campaign_id, statistic, sum(change) as change
                       from (select campaign_id, statistic, 1 as change
                               from added as send, reached_statistics(send) as statistic
                              union all
                             select campaign_id, statistic, -1
                               from removed as send, reached_statistics(send) as statistic) as steps
                       join campaigns on campaigns.id = campaign_id
                      group by campaign_id, statistic
                     having sum(change) <> 0
                      order by campaign_id, statistic) as changes;
          else
            -- A campaign that was deleted with its sends has nothing left to count.
            perform increment_campaign_stat(campaign_id, statistic, -reached::integer)
               from (select campaign_id, statistic, count(*) as reached
                       from removed as send
                       join campaigns on campaigns.id = campaign_id,
                            reached_statistics(send) as statistic
                      group by campaign_id, statistic
                      order by campaign_id, statistic) as changes;
          end if;
          return null;
        end
        $$;

        create trigger track_added_sends after insert on email_sends
          referencing new table as added
          for each statement execute function track_campaign_statistics();
        create trigger track_changed_sends after update on email_sends
          referencing old table as removed new table as added
          for each statement execute function track_campaign_statistics();
        create trigger track_removed_sends after delete on email_sends
          referencing old table as removed
          for each statement execute function track_campaign_statistics();
    """)


def downgrade() -> None:
    run("""
        drop trigger track_removed_sends on email_sends;
        drop trigger track_changed_sends on email_sends;
        drop trigger track_added_sends on email_sends;
        drop function track_campaign_statistics();
        drop function reached_statistics(email_sends);
        drop function increment_campaign_stat(uuid, text, integer);
    """)
