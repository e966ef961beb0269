//! The API's description, generated from the handlers.
//!
//! What every path shares (the ids in it, how errors look, how one proves who one is) is added here once.

use crate::http::{ErrorBody, ErrorCode};
use utoipa::OpenApi as _;
use utoipa::openapi::path::{ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, Required, ResponseBuilder, Type};
use utoipa::openapi::{ObjectBuilder, SecurityRequirement};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "CallWaiting", description = "The staff API of one appliance. Times are UTC; money is in minor units."),
    components(schemas(ErrorBody<'static>, ErrorCode)),
    tags(
        (name = "today"), (name = "booking"), (name = "appointments"), (name = "calls"), (name = "contacts"),
        (name = "needs"), (name = "catalogue"), (name = "clinic"), (name = "events"), (name = "audit"),
        (name = "staff"), (name = "session"), (name = "practice"), (name = "operation"),
    )
)]
struct Frame;

/// What stands around the routes.
pub(super) fn frame() -> OpenApi {
    let mut api = Frame::openapi();
    let components = api.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("cw_session")));
    components.add_security_scheme("session", cookie);
    let none: [&str; 0] = [];
    api.security = Some(vec![
        SecurityRequirement::new("token", none),
        SecurityRequirement::new("session", none),
    ]);
    api
}

/// The whole description as JSON, the same for the same program.
pub fn document() -> String {
    let (_, mut api) = super::described().split_for_parts();
    for (path, item) in &mut api.paths.paths {
        share(path, item);
    }
    let mut text = serde_json::to_string_pretty(&api).unwrap_or_default();
    text.push('\n');
    text
}

fn share(path: &str, item: &mut PathItem) {
    let names = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameters: Vec<_> = names
        .map(|name| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
                .build()
        })
        .collect();
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Error")))
        .build();
    let error = ResponseBuilder::new()
        .description("Any error")
        .content("application/json", content)
        .build();
    let methods = [
        &mut item.get,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
        &mut item.put,
    ];
    for operation in methods.into_iter().flatten() {
        operation
            .parameters
            .get_or_insert_default()
            .splice(0..0, parameters.iter().cloned().map(Into::into));
        operation
            .responses
            .responses
            .insert("default".to_owned(), error.clone().into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_says_how_its_errors_look() {
        let document: serde_json::Value = serde_json::from_str(&document()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().unwrap();
        assert!(paths.len() > 25);
        for (path, item) in paths {
            for (method, operation) in item.as_object().unwrap() {
                assert!(operation["responses"]["default"].is_object(), "{method} {path}");
            }
        }
        let codes = document["components"]["schemas"]["ErrorCode"]["enum"]
            .as_array()
            .unwrap();
        assert!(codes.iter().any(|code| code == "slot_taken"));
    }
}
