"""On PostgreSQL the index is one over an expression, so no write of any kind can pass it by."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = "aid_pairs"

MAKE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(texts text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    letters text[] := string_to_array(upper(array_to_string(texts, E'\\n')), NULL);
BEGIN
    RETURN ARRAY(SELECT first || second FROM unnest(letters, letters[2:]) AS pair(first, second) WHERE second <> '');
END
$$
"""


def pairs_of(columns: str) -> str:
    return f"{FUNCTION}(ARRAY[{columns}]::text[])"


def make(editor: BaseDatabaseSchemaEditor, table: str, columns: tuple[str, ...]) -> None:
    quoted = ", ".join(editor.quote_name(column) for column in columns)
    # What waits to be sorted into the index is read by every search: little may wait.
    editor.execute(
        f"CREATE INDEX {editor.quote_name(f'{table}_pairs')} ON {editor.quote_name(table)} "
        f"USING gin (({pairs_of(quoted)})) WITH (gin_pending_list_limit = 256)"
    )


def drop(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    editor.execute(f"DROP INDEX {editor.quote_name(f'{table}_pairs')}")
