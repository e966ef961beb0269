//! Known values of every kind of personal data are said, in written and in spoken form, through every way in. Then the
//! decrypted database, the log down to TRACE, the metrics, and every answer that went back to the provider are searched
//! for them. With consent the exact words open for a manager, and for nobody else.
//!
//! Deliberately absent: ways in that this appliance does not have yet (text messages, documents).

use super::report::Scenario;
use super::stage::Stage;
use super::wire::Answer;
use crate::cli::failure::Failure;
use crate::cli::tape;
use crate::rehearsal::hook_auth;
use callwaiting_domain::staff::Role;
use callwaiting_engine::EngineError;
use callwaiting_providers::vapi::verify::HookAuth;
use callwaiting_store::tables::everything;
use serde_json::{Value, json};

/// A kind, what is said, and what may be found nowhere afterwards (lower case).
struct Planted {
    label: &'static str,
    said: &'static str,
    traces: &'static [&'static str],
}

const PLANTED: [Planted; 14] = [
    Planted {
        label: "NAME",
        said: "My name is Joanna Whitfield",
        traces: &["whitfield", "joanna"],
    },
    Planted {
        label: "NAME spoken",
        said: "it's spelled w h i t f i e l d",
        traces: &["w h i t f", "whitfield"],
    },
    Planted {
        label: "PHONE",
        said: "You can ring me on 07700 900412",
        traces: &["900412", "900 412"],
    },
    Planted {
        label: "PHONE spoken",
        said: "or my other number is oh seven seven double oh nine double oh four one three",
        traces: &["double oh four one three", "900413"],
    },
    Planted {
        label: "EMAIL",
        said: "My email is joanna.w@example.com",
        traces: &["joanna.w", "@example.com"],
    },
    Planted {
        label: "EMAIL spoken",
        said: "that is joanna dot w at example dot com",
        traces: &["joanna dot w"],
    },
    Planted {
        label: "ADDRESS",
        said: "I live at 14 Alder Lane, SW1A 1AA",
        traces: &["alder", "sw1a"],
    },
    Planted {
        label: "ADDRESS spoken",
        said: "the postcode is s w one a one a a",
        traces: &["w one a one"],
    },
    Planted {
        label: "DOB",
        said: "I was born on 29 February 1980",
        traces: &["february 1980", "1980-02-29"],
    },
    Planted {
        label: "DOB spoken",
        said: "my date of birth is the twenty ninth of february nineteen eighty",
        traces: &["ninth of february", "nineteen eighty"],
    },
    Planted {
        label: "ID",
        said: "My NHS number is 999 123 4560",
        traces: &["999 123 4560", "9991234560", "123 4560"],
    },
    Planted {
        label: "CARD",
        said: "My card number is 4242 4242 4242 4242",
        traces: &["4242 4242", "4242424242424242"],
    },
    Planted {
        label: "MEDICAL",
        said: "I have epilepsy and I take warfarin",
        traces: &["epilep", "warfarin"],
    },
    Planted {
        label: "MEDICAL lay",
        said: "I had a heart attack in 2019",
        traces: &["heart attack"],
    },
];

/// Where DESIGN says that a person's details are kept.
const HOMES: [(&str, &str); 5] = [
    ("contact", "name"),
    ("contact", "phone"),
    ("contact", "email"),
    ("contact", "date_of_birth"),
    ("call", "phone"),
];

pub(super) async fn play(stage: &Stage, scenario: &mut Scenario) {
    tape::record();
    let acted = acts(stage, scenario).await;
    let log = tape::take();
    if let Err(failure) = acted {
        scenario.fail(failure.to_string());
    }
    scenario.measure("logBytes", log.len());
    scenario.check(
        !log.is_empty(),
        "nothing was logged, so nothing was proven of the log",
    );
    search(scenario, "the log", &log);
}

async fn acts(stage: &Stage, scenario: &mut Scenario) -> Result<(), Failure> {
    let HookAuth::HeaderSecret { secret, .. } = hook_auth(&stage.elm.clinic).await? else {
        return Err(Failure::other(
            "a new clinic's hooks are not proved by a secret in a header",
        ));
    };
    let mut sent = String::new();
    for body in ways_in("pii-1") {
        let answer = stage.hook(&stage.elm, secret.expose(), body).await?;
        sent.push_str(&answer.body.to_string());
    }
    refused(stage, secret.expose()).await?;
    search(scenario, "what went back to the provider", &sent);
    scenario.measure("planted", PLANTED.len());
    let found = stage
        .ask("GET", &stage.elm, "/calls/pii-1", &stage.elm, None)
        .await?;
    let removed = found.body["removed"].as_array().cloned().unwrap_or_default();
    for label in [
        "NAME", "PHONE", "EMAIL", "ADDRESS", "DOB", "ID", "CARD", "MEDICAL",
    ] {
        scenario.check(
            removed.iter().any(|one| one["label"] == label),
            format!("{label} was not counted in the call"),
        );
    }
    consented(stage, scenario, secret.expose()).await?;
    let metrics = stage.metrics(&stage.elm).await?;
    scenario.check(metrics.contains("callwaiting_"), "there are no metrics to search");
    search(scenario, "the metrics", &metrics);
    database(stage, scenario).await
}

/// Everything a provider can send, with every planted value in it.
fn ways_in(id: &str) -> Vec<Value> {
    let call = json!({ "id": id, "type": "inboundPhoneCall", "customer": { "number": "+447700900412" } });
    let message = |kind: &str, more: Value| {
        let mut body = json!({ "type": kind, "call": call });
        if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
            body.extend(more.clone());
        }
        json!({ "message": body })
    };
    let all = PLANTED.map(|one| one.said).join(". ");
    let turns: Vec<Value> = PLANTED
        .iter()
        .map(|one| json!({ "role": "user", "message": one.said }))
        .collect();
    let openai: Vec<Value> = PLANTED
        .iter()
        .map(|one| json!({ "role": "user", "content": one.said }))
        .collect();
    let tool = |n: usize, name: &str, arguments: Value| {
        let asked = json!({ "id": format!("t{n}"), "name": name, "arguments": arguments });
        message("tool-calls", json!({ "toolCallList": [asked] }))
    };
    let mut bodies = vec![
        message("assistant-request", json!({})),
        message("status-update", json!({ "status": "in-progress" })),
    ];
    for (at, one) in PLANTED.iter().enumerate() {
        let words = |kind: &str| json!({ "role": "user", "transcriptType": kind, "transcript": one.said, "timestamp": 1_800_000_000_000_i64 + at as i64 * 4000 });
        bodies.push(message("transcript", words("partial")));
        bodies.push(message("transcript", words("final")));
    }
    let person = json!({ "name": "Joanna Whitfield", "phone": "07700 900413", "email": "joanna.w@example.com", "dateOfBirth": "1980-02-29", "reason": all });
    bodies.extend([
        message("conversation-update", json!({ "messagesOpenAIFormatted": openai, "conversation": openai })),
        tool(1, "save_caller", person.clone()),
        tool(2, "find_slots", json!({ "procedure": all })),
        tool(3, "claim_slot", json!({ "slotId": all })),
        tool(4, "confirm_booking", person),
        tool(5, "hand_over", json!({ "reason": all })),
        tool(6, "cancel_appointment", json!({ "appointmentRef": all })),
        tool(7, "no_such_tool", json!({ "said": all })),
        message("some-new-message", json!({ "text": all, "customer": { "name": "Joanna Whitfield", "number": "+447700900412" } })),
        message(
            "end-of-call-report",
            json!({
                "endedReason": "customer-ended-call",
                "summary": all,
                "transcript": all,
                "artifact": { "messages": turns, "transcript": all, "recordingUrl": "https://recordings.example.com/Joanna-Whitfield.wav" },
                "analysis": { "summary": all, "structuredData": { "name": "Joanna Whitfield", "condition": "epilepsy", "said": all } },
            }),
        ),
    ]);
    bodies
}

/// Requests that are refused, with planted values in every part.
async fn refused(stage: &Stage, secret: &str) -> Result<(), Failure> {
    let all = PLANTED.map(|one| one.said).join(". ");
    let elm = &stage.elm;
    stage
        .hook(
            elm,
            "a-wrong-secret",
            json!({ "message": { "type": "hang", "text": all } }),
        )
        .await?;
    stage.hook(elm, secret, json!({ "message": all })).await?;
    stage.hook(elm, secret, json!([all])).await?;
    let asks = [
        (
            "POST",
            "/contacts",
            json!({ "name": "Joanna Whitfield", "phone": "not 07700 900412 at all" }),
        ),
        (
            "POST",
            "/booking/confirm",
            json!({ "holdId": "Joanna Whitfield", "contact": { "name": all } }),
        ),
        (
            "POST",
            "/booking/claim-slot",
            json!({ "slotStart": all, "practitionerId": "Whitfield", "procedureId": all }),
        ),
        ("POST", "/privacy/try", json!({ "text": all })),
        (
            "PATCH",
            "/appointments/joanna-whitfield",
            json!({ "status": all }),
        ),
    ];
    for (method, path, body) in asks {
        stage.ask(method, elm, path, elm, Some(body)).await?;
    }
    for path in [
        "/contacts?q=Joanna%20Whitfield",
        "/calls?q=900412",
        "/calls/joanna.w@example.com",
    ] {
        stage.ask("GET", elm, path, elm, None).await?;
    }
    Ok(())
}

/// A call whose caller agrees: a manager reads the words, nobody else.
async fn consented(stage: &Stage, scenario: &mut Scenario, secret: &str) -> Result<(), Failure> {
    let call =
        json!({ "id": "pii-2", "type": "inboundPhoneCall", "customer": { "number": "+447700900414" } });
    let agreed = json!({ "id": "t1", "name": "record_consent", "arguments": { "agreed": true } });
    for body in [
        json!({ "type": "status-update", "call": call, "status": "in-progress" }),
        json!({ "type": "tool-calls", "call": call, "toolCallList": [agreed] }),
        json!({ "type": "transcript", "call": call, "role": "user", "transcriptType": "final", "transcript": PLANTED[0].said }),
    ] {
        stage.hook(&stage.elm, secret, json!({ "message": body })).await?;
    }
    let why = json!({ "reason": "checking that originals open" });
    let path = "/calls/pii-2/original";
    let opened = stage
        .ask("POST", &stage.elm, path, &stage.elm, Some(why.clone()))
        .await?;
    let words = |answer: &Answer| answer.body["turns"].to_string();
    scenario.check(
        opened.status == 200 && words(&opened).contains("Whitfield"),
        format!("the manager could not open the original: {}", opened.status),
    );
    for (who, tenant) in [
        ("the front desk", stage.elm.as_role(Role::FrontDesk).await?),
        ("IT", stage.elm.as_role(Role::ItAdmin).await?),
        (
            "another clinic's manager",
            stage.oak.as_role(Role::Manager).await?,
        ),
    ] {
        let tried = stage
            .ask("POST", &stage.elm, path, &tenant, Some(why.clone()))
            .await?;
        scenario.check(
            tried.status == 403,
            format!("{who} got {} for the original", tried.status),
        );
    }
    let log = stage.ask("GET", &stage.elm, "/audit", &stage.elm, None).await?;
    scenario.check(
        log.body.to_string().contains("call.open_original"),
        "the audit log does not say that the original was opened",
    );
    Ok(())
}

async fn database(stage: &Stage, scenario: &mut Scenario) -> Result<(), Failure> {
    let values = stage
        .elm
        .clinic
        .read(|conn| everything::values(conn).map_err(|error| EngineError::Store(error.into())))
        .await?;
    scenario.measure("values", values.len());
    let at_home = values
        .iter()
        .any(|v| v.table == "contact" && v.text == "Joanna Whitfield");
    scenario.check(
        at_home,
        "the contact's own field does not have the name: nothing was planted",
    );
    for value in values {
        if !HOMES.contains(&(value.table.as_str(), value.column.as_str())) {
            search(
                scenario,
                &format!("{}.{}", value.table, value.column),
                &value.text,
            );
        }
    }
    Ok(())
}

/// Checks that no planted value stands in `text`. What is found is named by its kind: a report must not leak either.
fn search(scenario: &mut Scenario, place: &str, text: &str) {
    let text = text.to_lowercase();
    for one in &PLANTED {
        let found = one.traces.iter().any(|trace| text.contains(trace));
        scenario.check(!found, format!("{} stands in {place}", one.label));
    }
}
