//! Every example body and every signature vector of the contracts.

use crate::support::contract;
use callwaiting_providers::{
    private::Secret,
    twilio::{self, wire as twilio_wire},
    vapi::{
        verify::{HmacPlan, HookAuth, Request, verify},
        wire::{self, CallStatus, EndOfCallReport, EndedClass, Message, ToolCall, UsdMicros},
    },
};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use std::time::Duration;

fn message(examples: &Value, name: &str) -> Message {
    let envelope =
        wire::parse(examples[name].to_string().as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(envelope.oddities.is_empty(), "{name}: {:?}", envelope.oddities);
    assert!(envelope.timestamp.is_some() && envelope.call.is_some(), "{name}");
    envelope.message
}

#[test]
fn every_example_of_vapi_is_what_its_name_says() {
    let Some(file) = contract("examples/vapi-webhooks.json") else {
        return;
    };
    let examples = &file["examples"];
    let mut read = 0;
    for name in examples
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| !name.contains("response"))
    {
        let message = message(examples, name);
        let stem = name.split('.').next().unwrap();
        let expected = if stem == "unknown-future-type" {
            "some-future-event"
        } else {
            stem
        };
        assert_eq!(message.kind(), expected, "{name}");
        assert_eq!(
            matches!(message, Message::Unknown { .. }),
            stem == "unknown-future-type",
            "{name}"
        );
        read += 1;
    }
    assert!(read >= 17, "only {read} examples");
    let Message::StatusUpdate(update) = message(examples, "status-update.in-progress") else {
        panic!()
    };
    assert_eq!(
        update.status,
        CallStatus::InProgress,
        "the message's status, where the call's own lags"
    );
}

#[test]
fn the_four_shapes_of_a_tool_call_are_one() {
    let Some(file) = contract("examples/vapi-webhooks.json") else {
        return;
    };
    let calls = |name: &str| -> Vec<ToolCall> {
        match message(&file["examples"], name) {
            Message::ToolCalls(calls) => calls,
            other => panic!("{other:?}"),
        }
    };
    let first = calls("tool-calls.wire-object-arguments");
    assert_eq!(
        (first.len(), &*first[0].id, &*first[0].name),
        (1, "call_abc123", "book_appointment")
    );
    assert_eq!(
        first[0].arguments.as_ref().unwrap()["startIso"],
        "2026-11-23T09:00:00-05:00"
    );
    for other in [
        "openapi-string-arguments",
        "docs-flat-parameters",
        "docs-flat-arguments",
    ] {
        assert_eq!(calls(&format!("tool-calls.{other}")), first, "{other}");
    }
}

#[test]
fn the_two_shapes_of_a_report_have_the_same_essentials() {
    let Some(file) = contract("examples/vapi-webhooks.json") else {
        return;
    };
    let report = |name: &str| -> EndOfCallReport {
        match message(&file["examples"], name) {
            Message::EndOfCallReport(report) => *report,
            other => panic!("{other:?}"),
        }
    };
    let documented = report("end-of-call-report.documented");
    let legacy = report("end-of-call-report.legacy-top-level-fields");
    let essentials = |report: &EndOfCallReport| {
        (
            report.ended_reason.clone(),
            report.duration,
            report.transcript.clone(),
            report.turns.clone(),
            report.summary.clone(),
            report.success_evaluation.clone(),
            report.cost.as_ref().map(|cost| cost.total),
        )
    };
    assert_eq!(essentials(&documented), essentials(&legacy));
    assert_eq!(documented.duration, Some(Duration::from_secs(60)));
    assert_eq!(documented.cost.as_ref().unwrap().total, UsdMicros(104_200));
    for what in ["transcriber", "model", "voice", "vapi"] {
        let amount = |report: &EndOfCallReport| {
            report
                .cost
                .as_ref()
                .unwrap()
                .parts
                .iter()
                .find(|part| part.what == what)
                .map(|part| part.amount)
        };
        assert_eq!(amount(&documented), amount(&legacy), "{what}");
    }
    assert!(documented.recordings.mono.is_some() && legacy.recordings.mono.is_some());
}

#[test]
fn most_known_ended_reasons_have_a_class() {
    let Some(file) = contract("vapi/ended-reasons.json") else {
        return;
    };
    let reasons = file["endedReason"].as_array().unwrap();
    let mut unknown = Vec::new();
    for reason in reasons.iter().map(|reason| reason.as_str().unwrap()) {
        let body = json!({"message": {"type": "status-update", "status": "ended", "endedReason": reason}});
        let Message::StatusUpdate(update) = wire::parse_value(&body).unwrap().message else {
            panic!()
        };
        if update.ended_reason.unwrap().class() == EndedClass::Other {
            unknown.push(reason);
        }
    }
    assert!(unknown.len() <= 12, "{unknown:?}");
}

#[test]
fn the_derived_vectors_of_vapi_fit() {
    let Some(file) = contract("examples/vapi-hmac-derived-vectors.json") else {
        return;
    };
    let body = file["body"].as_str().unwrap().as_bytes();
    let now = "2025-11-21T04:40:30Z".parse().unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert!(vectors.len() >= 4);
    for vector in vectors {
        let mut plan = vector["plan"].clone();
        plan["secretKey"] = plan
            .get("secretKeyAsConfigured")
            .unwrap_or(&file["secret"])
            .clone();
        let plan: HmacPlan = serde_json::from_value(plan).unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in vector["headers"].as_object().unwrap() {
            headers.insert(
                HeaderName::try_from(name).unwrap(),
                HeaderValue::from_str(value.as_str().unwrap()).unwrap(),
            );
        }
        let auth = HookAuth::Hmac(plan);
        let check = |body: &[u8]| {
            verify(
                &auth,
                &Request {
                    method: "POST",
                    url: "https://x.example.com",
                    headers: &headers,
                    body,
                },
                now,
            )
        };
        assert!(check(body).is_ok(), "{}: {:?}", vector["name"], check(body));
        let changed = [body, b" "].concat();
        assert!(check(&changed).is_err(), "{}", vector["name"]);
    }
}

fn twilio_case(token: &Secret, case: &Value, signature: Option<&str>) -> Result<(), twilio::verify::Denied> {
    let mut headers = HeaderMap::new();
    if let Some(signature) = signature {
        headers.insert(
            twilio::verify::SIGNATURE_HEADER,
            HeaderValue::from_str(signature).unwrap(),
        );
    }
    let (kind, body) = match case["body"].as_str() {
        Some(json) => ("application/json", json.to_owned()),
        None => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for pair in case["params"].as_array().unwrap() {
                form.append_pair(pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
            }
            ("application/x-www-form-urlencoded", form.finish())
        }
    };
    headers.insert("content-type", HeaderValue::from_static(kind));
    let url = case["presented_url"].as_str().unwrap();
    twilio::verify::verify(
        token,
        &twilio::verify::Request {
            url,
            headers: &headers,
            body: body.as_bytes(),
        },
    )
    .map(|_| ())
}

#[test]
fn the_published_vectors_of_twilio_fit_and_the_negative_ones_dont() {
    let Some(file) = contract("examples/twilio-signature-vectors.json") else {
        return;
    };
    let token = Secret::new(file["auth_token"].as_str().unwrap());
    let (good, bad) = (
        file["vectors"].as_array().unwrap(),
        file["negative"].as_array().unwrap(),
    );
    assert_eq!((good.len(), bad.len()), (14, 4));
    for case in good {
        let outcome = twilio_case(&token, case, case["expected"].as_str());
        assert_eq!(outcome, Ok(()), "{}", case["name"]);
    }
    for case in bad {
        assert!(
            twilio_case(&token, case, case["signature"].as_str()).is_err(),
            "{}",
            case["name"]
        );
    }
}

#[test]
fn the_example_forms_of_twilio_are_read() {
    let Some(file) = contract("examples/twilio-webhooks.json") else {
        return;
    };
    let form = |fields: &Value| {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields.as_object().unwrap() {
            body.append_pair(name, value.as_str().unwrap());
        }
        twilio_wire::Form::parse(body.finish().as_bytes()).unwrap()
    };
    let inbound = |name: &str| twilio_wire::parse_inbound_message(&form(&file[name])).unwrap();
    assert_eq!(inbound("inbound_sms").keyword(), None);
    assert_eq!(
        inbound("inbound_sms_stop_plain_number").keyword(),
        Some(twilio_wire::Keyword::Stop)
    );
    let advanced = inbound("inbound_sms_stop_advanced_optout");
    assert_eq!(
        (advanced.opt_out, advanced.service_sid.is_some()),
        (Some(twilio_wire::Keyword::Stop), true)
    );
    for status in file["message_status"].as_array().unwrap() {
        let update = twilio_wire::parse_message_status(&form(status)).unwrap();
        assert_eq!(update.state.as_str(), status["MessageStatus"].as_str().unwrap());
    }
    for status in file["call_status"].as_array().unwrap() {
        assert!(
            twilio_wire::parse_call_status(&form(status))
                .unwrap()
                .state
                .is_some()
        );
    }
    let detected = twilio_wire::parse_call_status(&form(&file["async_amd"])).unwrap();
    assert_eq!(detected.answered_by, Some(twilio_wire::AnsweredBy::MachineEnd));
}
