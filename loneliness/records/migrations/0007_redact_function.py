"""On PostgreSQL a function of the owner's takes personal text out: the run-time role owns nothing.

It does only what a row of ``records_redaction`` says, which is written once.
"""

from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION register_redact(redaction bigint, words text, search text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said records_redaction;
    label text[];
    key text;
    one text;
    longest integer;
    changed integer;
    total integer := 0;
BEGIN
    SELECT * INTO STRICT said FROM records_redaction WHERE id = redaction;
    IF words = '' THEN
        RETURN 0;
    END IF;
    IF said.mark NOT LIKE '[removed on %' THEN
        RAISE EXCEPTION 'A mark says that words were removed, and when';
    END IF;
    SET CONSTRAINTS ALL IMMEDIATE; -- no trigger is lifted while some of its rows still wait
    label := string_to_array(said.model, '.');
    SELECT attname INTO STRICT key FROM pg_index JOIN pg_attribute
        ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indisprimary AND indrelid = format('%I', label[1] || '_' || label[2])::regclass;
    FOREACH one IN ARRAY ARRAY[
        label[1] || '_' || label[2], label[1] || '_historical' || label[2]
    ] LOOP
        SELECT coalesce(character_maximum_length, 2147483647) INTO STRICT longest
            FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = one AND column_name = said.field
            AND data_type IN ('text', 'character varying');
        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', one);
        EXECUTE format(
            'UPDATE %1$I SET %2$I = left(replace(%2$I, $1, $2), $3) '
            'WHERE %3$I::text = $4 AND position($1 in %2$I) > 0', one, said.field, key
        ) USING words, said.mark, longest, said.record;
        GET DIAGNOSTICS changed = ROW_COUNT;
        total := total + changed;
        IF search IS NOT NULL AND one = label[1] || '_' || label[2] THEN
            EXECUTE format('UPDATE %I SET search_text = $1 WHERE %I::text = $2', one, key)
                USING search, said.record;
        END IF;
        EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', one);
    END LOOP;
    SET CONSTRAINTS ALL DEFERRED;
    RETURN total;
END $$;
REVOKE ALL ON FUNCTION register_redact(bigint, text, text) FROM PUBLIC;
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION register_redact(bigint, text, text)")


class Migration(migrations.Migration):
    dependencies = [("records", "0006_last_done")]
    operations = [migrations.RunPython(make, drop)]
