//! The vendors' specifications, where this machine has them.
//!
//! They lie in the folder that `CALLWAITING_CONTRACTS` names, or in `shared/contracts` beside the repository. Without
//! them a test says loudly that it checked nothing.

use jsonschema::Validator;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A specification, mended for validating.
pub(crate) struct Contract(Value);

impl Contract {
    /// Reads `vapi/vapi-openapi.json` or the like. `None`, and loud words, when it is not here.
    pub(crate) fn find(file: &str) -> Option<Self> {
        let folder = std::env::var_os("CALLWAITING_CONTRACTS").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/contracts"),
            PathBuf::from,
        );
        let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
            println!(
                "SKIPPED, NOTHING WAS CHECKED: {file} is not in {}. Set CALLWAITING_CONTRACTS.",
                folder.display()
            );
            return None;
        };
        let mut contract: Value = serde_json::from_str(&text).unwrap();
        mend(&mut contract);
        Some(Self(contract))
    }

    /// A validator for one schema of the specification.
    pub(crate) fn schema(&self, name: &str) -> Validator {
        let schema =
            json!({"$ref": format!("#/components/schemas/{name}"), "components": self.0["components"]});
        jsonschema::draft4::options().build(&schema).unwrap()
    }
}

/// Says which places of a body don't fit.
pub(crate) fn assert_fits(validator: &Validator, what: &str, body: &Value) {
    let problems: Vec<String> = validator
        .iter_errors(body)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{what} doesn't fit: {problems:#?}\n{body:#}");
}

/// OpenAPI 3.0 is not quite JSON Schema, and Vapi's document has defects of its own: `enum` on the array instead of
/// its items, patterns with literal slashes, enums that are typed `object`.
fn mend(value: &mut Value) {
    if let Value::Object(map) = value {
        if map.get("type") == Some(&json!("array")) && map.get("enum").is_some_and(Value::is_array) {
            let values = map.remove("enum").unwrap();
            map.insert("items".into(), json!({"enum": values}));
        }
        if map.get("type") == Some(&json!("object")) && map.get("enum").is_some_and(Value::is_array) {
            map.remove("type");
        }
        if map
            .get("pattern")
            .and_then(Value::as_str)
            .is_some_and(|p| p.starts_with('/') || p.contains("\\p{"))
        {
            map.remove("pattern");
        }
        // The phone number of a message is one of five, told apart by its provider; several fit at once.
        if let Some(options) = map.remove("oneOf") {
            map.insert("anyOf".into(), options);
        }
        if map.remove("nullable") == Some(json!(true)) {
            let mut plain = std::mem::take(map);
            let about = plain.remove("description").unwrap_or_default();
            map.insert("description".into(), about);
            map.insert("anyOf".into(), json!([{"type": "null"}, plain]));
        }
        for key in ["format", "discriminator", "x-twilio", "example", "examples"] {
            if map
                .get(key)
                .is_some_and(|found| !found.is_object() || key != "format")
            {
                map.remove(key);
            }
        }
    }
    match value {
        Value::Object(map) => map.values_mut().for_each(mend),
        Value::Array(list) => list.iter_mut().for_each(mend),
        _ => {}
    }
}
