-- Lets tables tell of their changes, so that live tables in other processes hear of them. Run it once for each database,
-- by psql or as a migration of Flyway or Liquibase (splitStatements: false), in the schema of the application. Then
-- attach each table:
--
--   select tidemark_watch('airport', 'iata');                  -- notifies the channel 'tidemark'
--   select tidemark_watch('sales.orders', 'id', 'sales');      -- another channel
--   select tidemark_watch('person', null);                     -- sends no ids: everybody who can connect may listen
--   select tidemark_unwatch('airport');
--
-- Each statement that touched one row notifies 'INSERT|UPDATE|DELETE schema.table id'; one that touched several, or
-- truncated the table, notifies 'CHANGED|TRUNCATE schema.table' once; one that touched none is silent. Notifications
-- are sent when the transaction commits, equal ones of a transaction once.
--
-- The triggers don't fire for what logical replication applies (enable them with ALTER TABLE ... ENABLE ALWAYS TRIGGER),
-- nor those of a partitioned table for statements that name a partition (watch the partitions too). A change of a key is
-- told with the new key only.

create or replace function tidemark_notify() returns trigger language plpgsql as $function$
declare
    id_column constant text := nullif(tg_argv[0], '');
    channel constant text := tg_argv[1];
    subject constant text := quote_ident(tg_table_schema) || '.' || quote_ident(tg_table_name);
    touched bigint;
    id text;
    payload text;
begin
    if tg_op = 'TRUNCATE' then
        perform pg_notify(channel, 'TRUNCATE ' || subject);
        return null;
    end if;
    if id_column is null then
        select count(*) into touched from (select 1 from tidemark_touched limit 1) as rows;
    else
        execute format('select count(*), min(id) from (select %I::text as id from tidemark_touched limit 2) as rows',
            id_column) into touched, id;
    end if;
    if touched = 0 then
        return null;
    end if;
    payload := 'CHANGED ' || subject;
    -- A longer payload would make the transaction fail.
    if touched = 1 and id <> '' and octet_length(tg_op || ' ' || subject || ' ' || id) < 8000 then
        payload := tg_op || ' ' || subject || ' ' || id;
    end if;
    perform pg_notify(channel, payload);
    return null;
end
$function$;

create or replace function tidemark_unwatch(watched regclass) returns void language plpgsql as $function$
begin
    execute format('drop trigger if exists tidemark_insert on %s', watched);
    execute format('drop trigger if exists tidemark_update on %s', watched);
    execute format('drop trigger if exists tidemark_delete on %s', watched);
    execute format('drop trigger if exists tidemark_truncate on %s', watched);
end
$function$;

create or replace function tidemark_watch(watched regclass, id_column text, channel text default 'tidemark')
    returns void language plpgsql as $function$
declare
    -- Where this function is, whatever the search path of those who write.
    notify constant text := (select quote_ident(nspname) || '.tidemark_notify' from pg_proc
        join pg_namespace on pg_namespace.oid = pronamespace
        where pg_proc.oid = 'tidemark_notify'::regproc);
    arguments constant text := format('%s(%L, %L)', notify, coalesce(id_column, ''), channel);
begin
    perform tidemark_unwatch(watched);
    execute format('create trigger tidemark_insert after insert on %s '
        'referencing new table as tidemark_touched for each statement execute function %s', watched, arguments);
    execute format('create trigger tidemark_update after update on %s '
        'referencing new table as tidemark_touched for each statement execute function %s', watched, arguments);
    execute format('create trigger tidemark_delete after delete on %s '
        'referencing old table as tidemark_touched for each statement execute function %s', watched, arguments);
    execute format('create trigger tidemark_truncate after truncate on %s '
        'for each statement execute function %s', watched, arguments);
end
$function$;
