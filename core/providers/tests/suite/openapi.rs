//! What we send to Vapi, against Vapi's own description of it.
//!
//! The description has known defects that are mended here first: enums that stand on arrays instead of their
//! items, patterns between slashes, scalar enums that are typed `object`, "one of" a list of words and any
//! text at once, OpenAPI's `nullable`.

use crate::support::contract;
use callwaiting_providers::{
    private::{Personal, Secret},
    vapi::{
        answer::{self, CallTaker, ToolAnswer},
        assistant::{
            HookServer, ModelChoice, NumberImport, OfferedProcedure, Receptionist, TwilioSignIn, VoiceChoice,
        },
        client::{CallWith, NewCall},
        tools,
    },
};
use serde_json::{Map, Value, json};

fn mend(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(mend),
        Value::Object(fields) => {
            let kind = fields
                .get("type")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            if kind == "array" && fields.contains_key("enum") {
                fields.remove("enum");
            }
            let plain = |values: &Value| {
                values
                    .as_array()
                    .is_some_and(|all| all.iter().all(|one| !one.is_object()))
            };
            if kind == "object" && fields.get("enum").is_some_and(plain) {
                fields.remove("type");
            }
            let any_text = json!({"type": "string"});
            if fields
                .get("oneOf")
                .and_then(Value::as_array)
                .is_some_and(|all| all.contains(&any_text))
            {
                let choices = fields.remove("oneOf").unwrap();
                fields.insert("anyOf".into(), choices);
            }
            // A list of bare numbers, which the description types as objects.
            if fields.get("items") == Some(&json!({"type": "object"})) {
                fields.remove("items");
            }
            if let Some(Value::String(pattern)) = fields.get("pattern") {
                let bare = pattern
                    .trim_start_matches('/')
                    .trim_end_matches('u')
                    .trim_end_matches('/')
                    .to_owned();
                if bare.contains("\\p{") {
                    fields.remove("pattern");
                } else {
                    fields.insert("pattern".into(), bare.into());
                }
            }
            if fields.remove("nullable") == Some(Value::Bool(true)) && !kind.is_empty() {
                fields.insert("type".into(), json!([kind, "null"]));
            }
            fields.values_mut().for_each(mend);
        }
        _ => {}
    }
}

struct Description(Value);

impl Description {
    fn load() -> Option<Self> {
        let mut document = contract("vapi/vapi-openapi.json")?;
        let mut schemas = document["components"]["schemas"].take();
        mend(&mut schemas);
        Some(Self(schemas))
    }

    fn check(&self, name: &str, body: &Value) {
        let errors = self.errors(name, body);
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }

    fn errors(&self, name: &str, body: &Value) -> Vec<String> {
        // Only what the schema reaches, or compiling takes ages.
        let mut reached = Map::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            if !reached.contains_key(&name) {
                references(&self.0[&name], &mut open);
                reached.insert(name.clone(), self.0[&name].clone());
            }
        }
        let schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$ref": format!("#/components/schemas/{name}"),
            "components": {"schemas": reached},
        });
        let validator = jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        validator
            .iter_errors(body)
            .map(|e| format!("{}: {e:.300}", e.instance_path()))
            .collect()
    }
}

fn references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                into.extend(reference.rsplit('/').next().map(str::to_owned));
            }
            fields.values().for_each(|field| references(field, into));
        }
        _ => {}
    }
}

fn hooks() -> HookServer {
    HookServer {
        url: "https://clinic.example.com/hooks/c1/vapi".into(),
        credential_id: Some("55555555-5555-4555-8555-555555555555".into()),
        header: Some(("X-Vapi-Secret".into(), Secret::new("walnut"))),
    }
}

fn receptionist() -> Receptionist {
    Receptionist {
        clinic_name: "Willow Clinic {{secret}}\nof London".into(),
        assistant_name: "Voxanne".into(),
        first_message: None,
        language: "en-GB".into(),
        time_zone: "Europe/London".into(),
        emergency_number: "999".into(),
        procedures: vec![OfferedProcedure {
            name: "Laser resurfacing".into(),
            aliases: vec!["fractional laser".into()],
            minutes: 45,
            price: Some("from 380 pounds".into()),
            recovery: Some("two to three days of redness".into()),
        }],
        practitioners: vec!["Dr Amara Osei, dermatology".into()],
        opening_hours: vec!["Monday to Friday, 9 am to 5 pm".into()],
        policies: vec!["Please give a day's notice to cancel.".into()],
        record: true,
        hipaa: false,
        can_transfer: true,
        ask_consent: Some("May we keep the exact words of this call?".into()),
        max_seconds: 600,
        voice: VoiceChoice {
            voice_id: "example-voice".into(),
            model: "sonic-2".into(),
        },
        model: ModelChoice {
            provider: "anthropic".into(),
            model: "claude-haiku-4-5-20251001".into(),
        },
        transcriber_model: "nova-3".into(),
        hooks: hooks(),
    }
}

#[test]
fn the_receptionist_fits_and_says_what_she_is() {
    let assistant = receptionist().to_json();
    let prompt = assistant["model"]["messages"][0]["content"].as_str().unwrap();
    for part in [
        "Laser resurfacing",
        "from 380 pounds",
        "999",
        "slot ids",
        "hand_over",
        "Europe/London",
        "day's notice",
    ] {
        assert!(prompt.contains(part), "{part} is missing");
    }
    assert!(
        !prompt.contains("{{secret") && !prompt.contains("\nof London"),
        "the clinic's texts are no code"
    );
    assert_eq!(prompt.matches("{{").count(), 1, "only the clock is");
    assert!(
        assistant["firstMessage"]
            .as_str()
            .unwrap()
            .contains("AI receptionist. This call is recorded.")
    );
    assert_eq!(
        assistant["server"]["backoffPlan"]["excludedStatusCodes"],
        json!([400, 401, 403, 413, 422])
    );
    let names: Vec<_> = assistant["model"]["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| &tool["type"])
        .collect();
    assert_eq!(names.len(), 11);
    let prompt = assistant["model"]["messages"][0]["content"].as_str().unwrap();
    assert!(prompt.contains("\"May we keep the exact words of this call?\" and call record_consent"));
    if let Some(description) = Description::load() {
        description.check("CreateAssistantDTO", &assistant);
        description.check("UpdateAssistantDTO", &assistant);
    }
}

#[test]
fn the_mended_description_still_refuses_what_is_wrong() {
    let Some(description) = Description::load() else {
        return;
    };
    for (path, wrong) in [
        ("/firstMessage", json!(7)),
        ("/maxDurationSeconds", json!(5)),
        ("/voice/provider", json!("gramophone")),
        ("/model/maxTokens", json!(1)),
        ("/server/backoffPlan/maxRetries", json!(11)),
        ("/model/tools/0/function/name", json!("no spaces please")),
        ("/name", json!("x".repeat(41))),
    ] {
        let mut assistant = receptionist().to_json();
        *assistant.pointer_mut(path).unwrap() = wrong;
        assert!(
            !description.errors("CreateAssistantDTO", &assistant).is_empty(),
            "{path} is not checked"
        );
    }
}

#[test]
fn a_greeting_of_the_clinics_own_still_says_ai() {
    let greeting = |own: &str| {
        Receptionist {
            first_message: Some(own.into()),
            record: false,
            ..receptionist()
        }
        .greeting()
    };
    assert_eq!(
        greeting("Hello, Willow's AI assistant speaking."),
        "Hello, Willow's AI assistant speaking."
    );
    for hides in ["Hello, Willow here.", "We AIm to please.", "  "] {
        let said = greeting(hides);
        assert!(said.contains("AI receptionist"), "{said}");
    }
}

#[test]
fn tools_calls_and_numbers_fit() {
    let Some(description) = Description::load() else {
        return;
    };
    for tool in tools::definitions(Some(&hooks())) {
        description.check("CreateFunctionToolDTO", &tool);
    }
    let call = |with| NewCall {
        with,
        phone_number_id: "33333333-3333-4333-8333-333333333333".into(),
        customer_number: Personal::new("+12025550143"),
        name: "a reference that is rather longer than forty characters".into(),
        variables: Map::from_iter([("when".to_owned(), json!("Monday 9 am"))]),
    };
    description.check(
        "CreateCallDTO",
        &call(CallWith::Saved("44444444-4444-4444-8444-444444444444".into())).to_json(),
    );
    description.check(
        "CreateCallDTO",
        &call(CallWith::Described(receptionist().to_json())).to_json(),
    );
    for sign_in in [
        TwilioSignIn::Token(Secret::new("t0ken")),
        TwilioSignIn::Key {
            key: "SK1".into(),
            secret: Secret::new("s3cret"),
        },
    ] {
        let import = NumberImport {
            number: "+12025550100".into(),
            name: "Front desk".into(),
            account_sid: "AC00000000000000000000000000000000".into(),
            sign_in,
            assistant_id: Some("44444444-4444-4444-8444-444444444444".into()),
            fallback: Some(Personal::new("+12025550111")),
            hooks: Some(hooks()),
        };
        assert_eq!(import.to_json()["smsEnabled"], false);
        description.check("CreateTwilioPhoneNumberDTO", &import.to_json());
    }
}

#[test]
fn answers_fit() {
    let Some(description) = Description::load() else {
        return;
    };
    let takers = [
        CallTaker::Saved {
            assistant_id: "a1".into(),
            variables: Map::from_iter([("clinic".to_owned(), json!("Willow"))]),
        },
        CallTaker::Described(receptionist().to_json()),
        CallTaker::Person {
            number: Personal::new("+12025550111"),
            say: Some("One moment.".into()),
        },
        CallTaker::Nobody {
            say: "Sorry, we can't take your call.".into(),
        },
    ];
    for taker in &takers {
        description.check(
            "ServerMessageResponseAssistantRequest",
            &answer::assistant_request_answer(taker),
        );
    }
    let answers = [Ok("Booked.".to_owned()), Err("Taken.".to_owned())].map(|outcome| ToolAnswer {
        tool_call_id: "call_1".into(),
        name: "confirm_booking".into(),
        outcome,
    });
    description.check("ServerMessageResponseToolCalls", &answer::tool_results(&answers));
    for destination in [
        Ok((&Personal::new("+12025550111"), "Connecting you.")),
        Err("Nobody is free."),
    ] {
        let answer = answer::transfer_destination(destination);
        description.check("ServerMessageResponseTransferDestinationRequest", &answer);
    }
}
