//! Every value of every table, for looking whether something stands where it must not. For checks only: it reads all.

use super::Sql;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// One value and where it stands.
#[derive(Clone, Debug)]
pub struct Value {
    /// The table.
    pub table: String,
    /// Its column.
    pub column: String,
    /// Text, or bytes read as text as far as they are.
    pub text: String,
}

/// Every text and every run of bytes of the database.
pub fn values(conn: &Connection) -> Sql<Vec<Value>> {
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
        .query_map([], |row| row.get(0))?
        .collect::<Sql<_>>()?;
    let mut out = Vec::new();
    for table in tables {
        let mut statement = conn.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (at, column) in columns.iter().enumerate() {
                if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(at)? {
                    out.push(Value {
                        table: table.clone(),
                        column: column.clone(),
                        text: String::from_utf8_lossy(bytes).into_owned(),
                    });
                }
            }
        }
    }
    Ok(out)
}
