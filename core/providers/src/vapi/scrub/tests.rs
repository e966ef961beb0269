//! That a planted secret is nowhere in what is left.

use super::*;
use proptest::prelude::*;
use serde_json::json;

#[test]
fn secrets_go_and_the_rest_stays() {
    let mut body = json!({"message": {
        "type": "tool-calls",
        "phoneNumber": {
            "number": "+12025550100", "provider": "twilio",
            "twilioAccountSid": "AC0123456789abcdef0123456789abcdef", "TWILIO_AUTH_TOKEN": "f00dfeedf00dfeed",
        },
        "toolWithToolCallList": [{"server": {
            "url": "https://user:pass@hooks.example.com/vapi?key=1",
            "secret": "sesame-sesame", "credentialId": "55555555-5555-4555-8555-555555555555",
            "headers": {"X-House": "open-the-door"},
        }}],
        "note": "log in with f00dfeedf00dfeed please",
        "arguments": "{\"code\":\"sesame-sesame\",\"password\":\"pw\"}",
        "account": "https://api.example.com/Accounts/AC0123456789abcdef0123456789abcdef/Calls",
        "artifact": {"presignedMonoUrl": "https://rec.example.com/a.wav?sig=abc&exp=1"},
        "costs": [{"promptTokens": 900}],
    }});
    assert!(scrub(&mut body) >= 9);
    let text = body.to_string();
    for gone in [
        "f00dfeed",
        "sesame",
        "open-the-door",
        "0123456789abcdef",
        "sig=",
        "user:pass",
        "key=1",
        "pw",
    ] {
        assert!(!text.contains(gone), "{gone} is left in {text}");
    }
    for kept in [
        "+12025550100",
        "55555555-5555",
        "https://rec.example.com/a.wav?[CUT]",
        "promptTokens\":900",
    ] {
        assert!(text.contains(kept), "{kept} is missing in {text}");
    }
    assert_eq!(scrub(&mut body), 0, "a second pass has nothing to do");
}

#[test]
fn a_short_secret_is_cut_where_it_stands_alone() {
    let mut body = json!({"password": "abc", "same": "abc", "text": "abc is the alphabet"});
    scrub(&mut body);
    assert_eq!(
        body,
        json!({"password": CUT, "same": CUT, "text": "abc is the alphabet"})
    );
}

#[test]
fn a_parameter_that_is_called_password_doesnt_cut_plain_words() {
    let mut body = json!({"properties": {"password": {"type": "string"}, "name": {"type": "string"}}});
    scrub(&mut body);
    assert_eq!(
        body,
        json!({"properties": {"password": CUT, "name": {"type": "string"}}})
    );
    let mut body =
        json!({"credential": {"key": "sk-Live-0042", "note": "of the clinic"}, "log": "sk-Live-0042?"});
    scrub(&mut body);
    assert_eq!(body, json!({"credential": CUT, "log": "[CUT]?"}));
}

fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        "[ -~]{0,24}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z]{1,8}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_planted_token_is_nowhere_afterwards(
        token in "[A-Za-z0-9_\\-\"\\\\+=/]{8,40}",
        key in prop::sample::select(vec![
            "twilioAuthToken", "TWILIOAUTHTOKEN", "auth_token", "secret", "Server-Secret", "apiKey", "X-Vapi-Secret",
            "Authorization", "password", "twilioApiSecret", "credential",
        ]),
        rest in tree(), left in "[ -~]{0,12}", right in "[ -~]{0,12}",
    ) {
        prop_assume!(!CUT.contains(&token));
        let inner = json!({"deep": [format!("{left}{token}{right}")]}).to_string();
        let mut body = json!({"a": rest, "b": {key: token.clone()}, "c": format!("{left}{token}{right}"),
            "d": inner, token.clone(): 1, "e": {"headers": {"x": token.clone()}}});
        scrub(&mut body);
        let text = body.to_string();
        prop_assert!(!text.contains(&token), "{token} is left in {text}");
    }

    #[test]
    fn nothing_panics_and_the_second_pass_is_idle(mut body in tree()) {
        scrub(&mut body);
        let once = body.clone();
        scrub(&mut body);
        prop_assert_eq!(once, body);
    }
}
