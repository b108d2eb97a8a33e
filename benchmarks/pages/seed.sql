-- A made-up company as it would look after half a year. The settings seed.reps, seed.links, seed.errors and seed.journal
-- say how much there is of each; everything else grows with the reps. Names come from two lists, addresses end in .example.
SET synchronous_commit = off;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';

CREATE FUNCTION pg_temp.how_many(what text) RETURNS bigint LANGUAGE sql STABLE
    AS $$ SELECT current_setting('seed.' || what)::bigint $$;
CREATE FUNCTION pg_temp.one_of(words text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT (string_to_array(words, ' '))[1 + mod(n, cardinality(string_to_array(words, ' ')))] $$;

-- Indexes are made after the rows: that takes half the time.
CREATE TEMPORARY TABLE index_of AS SELECT indexname, indexdef FROM pg_indexes
WHERE tablename IN ('store_journal', 'store_link', 'store_activity') AND indexname NOT IN (SELECT conname FROM pg_constraint);
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT * FROM index_of LOOP EXECUTE format('DROP INDEX %I', one.indexname); END LOOP;
END $$;

INSERT INTO store_rep (id, org, mail, username, configuration, mailbox, overridden, user_id, zone, paused, reset, problem,
    profile)
SELECT 'acme/' || name, 'acme', CASE WHEN mod(n, 3) = 0 THEN 'south' ELSE 'north' END, name,
    CASE WHEN mod(n, 97) = 0 THEN '' WHEN mod(n, 3) = 0 THEN 'Service' ELSE pg_temp.one_of('Field Inside Partners Trial', n) END,
    CASE WHEN mod(n, 53) = 0 THEN '' ELSE name END, false, '005' || lpad(n::text, 12, '0') || 'AAA', 'Europe/Berlin',
    mod(n, 101) = 0, CASE WHEN mod(n, 499) = 0 THEN 'marked' ELSE '' END,
    CASE WHEN mod(n, 53) = 0 THEN 'address_unknown' ELSE '' END, 'Sales User'
FROM (
    SELECT n, pg_temp.one_of('anna bruno carla david elena felix greta hanno irene jonas karin lukas maria nils olga', n)
        || '.' || pg_temp.one_of('adler berger conrad dietz ebert fuchs graf huber jung keller lorenz maurer neumann otto', n / 15)
        || '.' || n || '@acme.example' AS name
    FROM generate_series(1, pg_temp.how_many('reps')) AS n
) AS made;

CREATE TEMPORARY TABLE place AS SELECT id, row_number() OVER (ORDER BY md5(id)) AS place FROM store_rep;
ANALYZE place;

INSERT INTO store_link (id, rep, collection, salesforce_id, mailbox_id, state, salesforce_version, mailbox_version, made_on,
    owner, ended, ended_at, keys, marks)
SELECT md5(place || ':' || n), id, CASE WHEN mod(n, 4) = 3 THEN 'events' ELSE 'contacts' END,
    '003' || lpad((place * pg_temp.how_many('links') + n)::text, 12, '0') || 'AAA', 'AAMk' || md5('m' || place || ':' || n),
    '{"base":{"GivenName":"Jo","Surname":"Customer ' || n || '","CompanyName":"Company ' || mod(place, 300) || '"}}',
    '2026-01-01T00:00:00Z', 'CQAAAB', '', '', CASE WHEN mod(n, 20) = 19 THEN 'moved_out' ELSE '' END, NULL,
    ARRAY['jo.' || n || '.' || place || '@customer.example'], ARRAY[place * 1000 + n]
FROM place, generate_series(1, pg_temp.how_many('links')) AS n;

-- A quarter of the reps have all the errors, and a few causes make most of them, as everywhere.
INSERT INTO store_error (rep, collection, side, record_id, code, message, remedy, at, other_id, attempts)
SELECT id, CASE WHEN mod(n, 5) = 4 THEN 'events' ELSE 'contacts' END, CASE WHEN mod(n, 2) = 0 THEN 'salesforce' ELSE 'mailbox' END,
    'r' || n, pg_temp.one_of('STRING_TOO_LONG STRING_TOO_LONG STRING_TOO_LONG STRING_TOO_LONG DUPLICATES_DETECTED DUPLICATES_DETECTED '
        || 'FIELD_CUSTOM_VALIDATION_EXCEPTION FIELD_CUSTOM_VALIDATION_EXCEPTION REQUIRED_FIELD_MISSING INVALID_EMAIL_ADDRESS '
        || 'INSUFFICIENT_ACCESS_OR_READONLY UNABLE_TO_LOCK_ROW', mod(place * 7919 + n * 31, 997)),
    'The other side refuses the value of a field.', 'Change the value, or the rule.',
    now() - make_interval(mins => mod(place * 31 + n, 20000)::integer), 'o' || n, mod(n, 9)
FROM place, generate_series(1, pg_temp.how_many('errors') * 4) AS n WHERE mod(place, 4) = 0;

INSERT INTO store_journal (id, at, rep, collection, side, record_id, action, reason, before, after, whole, link_id, who, undoes,
    private)
SELECT 'j' || lpad((n * 1000000 + place)::text, 12, '0'), now() - (pg_temp.how_many('journal') - n) * (interval '179 days' / pg_temp.how_many('journal'))
        - make_interval(secs => place::integer),
    id, CASE WHEN mod(n, 4) = 3 THEN 'events' ELSE 'contacts' END, CASE WHEN mod(n, 2) = 0 THEN 'salesforce' ELSE 'mailbox' END,
    '003' || lpad((place * 20 + mod(n, 20))::text, 12, '0') || 'AAA', CASE WHEN mod(n, 25) = 24 THEN 'delete' ELSE 'update' END,
    'changed', '{"JobTitle":"Buyer ' || n || '","BusinessPhone":"+1 555 ' || place || '"}',
    '{"JobTitle":"Head of buying","BusinessPhone":"+1 556 ' || place || '"}',
    CASE WHEN mod(n, 25) = 24 THEN repeat('a record kept whole ', 30) ELSE '' END, md5(place || ':' || mod(n, 20)), '', '',
    mod(n, 50) = 7
FROM generate_series(1, pg_temp.how_many('journal')) AS n, place;

INSERT INTO store_unresolved (rep, collection, side, record_id, kind, at, candidates, names, reasons, name, state, answers)
SELECT id, 'contacts', 'salesforce', 'u' || n, 'company', now() - make_interval(mins => mod(place, 20000)::integer),
    ARRAY['001' || n], ARRAY['Acme Ltd'], ARRAY[''], 'Jo Doe, Acme', 'open', '{}'
FROM place, generate_series(1, 10) AS n WHERE mod(place, 5) = 0;

INSERT INTO store_held (id, rep, collection, side, record_id, link_id, action, state, at)
SELECT md5('h' || place || ':' || n), id, 'contacts', 'salesforce', 'h' || n, md5(place || ':' || n), 'delete:gone', 'held',
    now() - make_interval(mins => mod(place, 2000)::integer)
FROM place, generate_series(1, 20) AS n WHERE mod(place, 50) = 1;

INSERT INTO store_cycle (rep, started, finished, counts)
SELECT id, now() - make_interval(secs => 2 + mod(place, 290)::integer), now() - make_interval(secs => mod(place, 290)::integer), '{}'
FROM place WHERE mod(place, 71) <> 0;

INSERT INTO store_cursor (rep, collection, side, cursor, complete)
SELECT id, collection, side, 'H4sIAAA=' || place, mod(place, 83) <> 0
FROM place, unnest(ARRAY['contacts', 'events']) AS collection, unnest(ARRAY['salesforce', 'mailbox']) AS side
WHERE mod(place, 71) <> 0;

INSERT INTO store_activity (rep, collection, at, synced)
SELECT id, CASE WHEN mod(n, 3) = 0 THEN 'events' ELSE 'contacts' END,
    date_bin('5 minutes', now() - n * interval '8 hours' - make_interval(mins => mod(place * 13, 480)::integer), 'epoch'), 1 + mod(n, 4)
FROM place, generate_series(0, 20) AS n ON CONFLICT DO NOTHING;

INSERT INTO store_turn (whose, name, due, pace)
SELECT 'rep', id, now() + make_interval(secs => mod(place, 300)::integer), 300 FROM place;

INSERT INTO store_count (what, label, hour, number)
SELECT 'calls', 'acme', to_char(date_trunc('hour', now() AT TIME ZONE 'UTC') - n * interval '1 hour', 'YYYY-MM-DD"T"HH24":00:00+00:00"'),
    pg_temp.how_many('reps') * (60 + mod(37 * n, 50)) / 1000
FROM generate_series(0, 47) AS n;

INSERT INTO people_person (password, username, name, email, permissions, rep, is_active, made)
SELECT '!', username, initcap(translate(split_part(username, '@', 1), '.', ' ')), username, '{}', id, true, now() FROM store_rep;

DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT * FROM index_of LOOP EXECUTE one.indexdef; END LOOP;
END $$;
DROP TABLE place, index_of;
