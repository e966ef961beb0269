//! The three proofs, right and wrong, and bit by bit.

use super::*;
use http::HeaderValue;
use proptest::prelude::*;

const BODY: &[u8] = br#"{"message":{"type":"hang","note":"{timestamp}"}}"#;
const URL: &str = "https://clinic.example.com/hooks/c1/vapi";

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(
            http::HeaderName::try_from(*name).unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    headers
}

fn check(auth: &HookAuth, pairs: &[(&str, &str)]) -> Result<Verified, Denied> {
    let headers = headers(pairs);
    verify(
        auth,
        &Request {
            method: "POST",
            url: URL,
            headers: &headers,
            body: BODY,
        },
        now(),
    )
}

fn from_json(text: &str) -> HookAuth {
    serde_json::from_str(text).unwrap()
}

fn signed(plan: &HmacPlan, timestamp: &str) -> String {
    plan.sign("POST", URL, timestamp, "msg_1", BODY).unwrap()
}

#[test]
fn a_header_secret_opens_and_nothing_else_does() {
    let auth = from_json(r#"{"kind":"headerSecret","secret":"open sesame"}"#);
    assert!(check(&auth, &[("x-vapi-secret", "open sesame")]).is_ok());
    assert_eq!(check(&auth, &[]), Err(Denied::Missing(Part::Secret)));
    assert_eq!(
        check(&auth, &[("x-vapi-secret", "open sesam")]),
        Err(Denied::Wrong(Part::Secret))
    );
    assert_eq!(
        check(&auth, &[("x-vapi-secret", "")]),
        Err(Denied::Wrong(Part::Secret))
    );
    let twice = [("x-vapi-secret", "open sesame"), ("x-vapi-secret", "open sesame")];
    assert_eq!(check(&auth, &twice), Err(Denied::Duplicated(Part::Secret)));
}

#[test]
fn a_bearer_token_comes_with_or_without_its_prefix() {
    let with = from_json(r#"{"kind":"bearer","token":"t0ken"}"#);
    assert!(check(&with, &[("authorization", "Bearer t0ken")]).is_ok());
    assert!(check(&with, &[("authorization", "bearer t0ken")]).is_ok());
    assert_eq!(
        check(&with, &[("authorization", "t0ken")]),
        Err(Denied::Malformed(Part::Secret))
    );
    assert_eq!(
        check(&with, &[("authorization", "Basic t0ken")]),
        Err(Denied::Malformed(Part::Secret))
    );
    let without = from_json(r#"{"kind":"bearer","header":"X-Vapi-Secret","prefix":false,"token":"t0ken"}"#);
    assert!(check(&without, &[("x-vapi-secret", "t0ken")]).is_ok());
    assert_eq!(
        check(&without, &[("x-vapi-secret", "Bearer t0ken")]),
        Err(Denied::Wrong(Part::Secret))
    );
}

#[test]
fn settings_that_verify_nothing_are_refused() {
    for (json, why) in [
        (
            r#"{"kind":"headerSecret","secret":""}"#,
            HookAuthError::EmptySecret,
        ),
        (r#"{"kind":"bearer","token":" "}"#, HookAuthError::EmptySecret),
        (r#"{"kind":"hmac","secretKey":""}"#, HookAuthError::EmptySecret),
        (
            r#"{"kind":"hmac","secretKey":"!","secretIsBase64":true}"#,
            HookAuthError::NotBase64,
        ),
        (
            r#"{"kind":"hmac","secretKey":"k","payloadFormat":"{url}"}"#,
            HookAuthError::BodyNotSigned,
        ),
        (
            r#"{"kind":"headerSecret","header":"a b","secret":"k"}"#,
            HookAuthError::BadHeader,
        ),
    ] {
        let auth = from_json(json);
        assert_eq!(auth.check(), Err(why), "{json}");
        assert_eq!(
            check(&auth, &[("x-vapi-secret", "")]),
            Err(Denied::NotSetUp),
            "{json}"
        );
    }
}

#[test]
fn settings_survive_storing_and_never_print_their_secret() {
    for json in [
        r#"{"kind":"headerSecret","secret":"hush-hush"}"#,
        r#"{"kind":"bearer","prefix":false,"token":"hush-hush"}"#,
        r#"{"kind":"hmac","secretKey":"hush-hush","algorithm":"sha512","signatureEncoding":"base64","messageIdHeader":"webhook-id"}"#,
    ] {
        let auth = from_json(json);
        assert!(!format!("{auth:?}").contains("hush"), "{auth:?}");
        assert_eq!(from_json(&auth.to_stored_json()), auth);
    }
}

#[test]
fn every_knob_of_the_plan_takes_part() {
    let plain = HmacPlan::new(Secret::new("key"));
    for plan in [
        plain.clone(),
        HmacPlan {
            algorithm: Algorithm::Sha512,
            ..plain.clone()
        },
        HmacPlan {
            algorithm: Algorithm::Sha1,
            signature_encoding: SignatureEncoding::Base64,
            ..plain.clone()
        },
        HmacPlan {
            signature_prefix: "sha256=".into(),
            ..plain.clone()
        },
        HmacPlan {
            payload_format: Some("{method} {url}\n{timestamp}\n{body}".into()),
            ..plain.clone()
        },
        HmacPlan {
            payload_format: Some("{svix-id}.{timestamp}.{body}".into()),
            message_id_header: Some("webhook-id".into()),
            secret: Secret::new("a2V5"),
            secret_is_base64: true,
            ..plain.clone()
        },
    ] {
        for unit in ["1795424400", "1795424400000"] {
            let sent = [
                ("x-signature", &*signed(&plan, unit)),
                ("x-timestamp", unit),
                ("webhook-id", "msg_1"),
            ];
            let verified = check(&HookAuth::Hmac(plan.clone()), &sent).unwrap();
            assert_eq!(verified.signed_at, Some(now()), "{plan:?}");
            assert_eq!(verified.message_id.is_some(), plan.message_id_header.is_some());
        }
    }
}

#[test]
fn a_placeholder_in_the_body_is_only_text() {
    let plan = HmacPlan {
        payload_format: Some("{body}{timestamp}".into()),
        ..HmacPlan::new(Secret::new("key"))
    };
    let text = plan.text("POST", URL, "17", "", b"{timestamp}");
    assert_eq!(text, b"{timestamp}17");
}

#[test]
fn stale_missing_and_doubled_parts_are_refused() {
    let plan = HmacPlan::new(Secret::new("key"));
    let auth = HookAuth::Hmac(plan.clone());
    let at = |timestamp: &str| {
        check(
            &auth,
            &[
                ("x-signature", &signed(&plan, timestamp)),
                ("x-timestamp", timestamp),
            ],
        )
    };
    assert!(at("1795424700").is_ok(), "300 s ahead");
    assert!(at("1795424100").is_ok(), "300 s ago");
    assert_eq!(at("1795424701"), Err(Denied::Stale));
    assert_eq!(at("1795424099000"), Err(Denied::Stale));
    assert_eq!(at("yesterday"), Err(Denied::Malformed(Part::Timestamp)));
    let good = signed(&plan, "1795424400");
    let time = ("x-timestamp", "1795424400");
    assert_eq!(check(&auth, &[time]), Err(Denied::Missing(Part::Signature)));
    assert_eq!(
        check(&auth, &[("x-signature", &good)]),
        Err(Denied::Missing(Part::Timestamp))
    );
    assert_eq!(
        check(&auth, &[("x-signature", &good), ("x-signature", &good), time]),
        Err(Denied::Duplicated(Part::Signature))
    );
    assert_eq!(
        check(&auth, &[("x-signature", &good), time, time]),
        Err(Denied::Duplicated(Part::Timestamp))
    );
    assert_eq!(
        check(&auth, &[("x-signature", "zz"), time]),
        Err(Denied::Malformed(Part::Signature))
    );
}

proptest! {
    /// One flipped bit anywhere in body, address, time, key or signature.
    #[test]
    fn one_changed_bit_is_refused(part in 0usize..5, at in any::<prop::sample::Index>(), bit in 0u8..7) {
        let plan = HmacPlan {
            payload_format: Some("{url}.{timestamp}.{body}".into()),
            ..HmacPlan::new(Secret::new("a-key-of-some-length"))
        };
        let time = "1795424400";
        let mut signature = hex::decode(signed(&plan, time)).unwrap();
        let (mut body, mut url, mut sent_time) = (BODY.to_vec(), URL.as_bytes().to_vec(), time.as_bytes().to_vec());
        let mut key = b"a-key-of-some-length".to_vec();
        let target = match part {
            0 => &mut body,
            1 => &mut url,
            2 => &mut sent_time,
            3 => &mut key,
            _ => &mut signature,
        };
        let at = at.index(target.len());
        target[at] ^= 1 << bit;
        let (Ok(url), Ok(sent_time), Ok(key)) =
            (String::from_utf8(url), HeaderValue::from_bytes(&sent_time), String::from_utf8(key))
        else {
            return Ok(());
        };
        let mut headers = headers(&[("x-signature", &hex::encode(signature))]);
        headers.insert("x-timestamp", sent_time);
        let auth = HookAuth::Hmac(HmacPlan { secret: Secret::new(key), ..plan });
        let outcome = verify(&auth, &Request { method: "POST", url: &url, headers: &headers, body: &body }, now());
        prop_assert!(outcome.is_err());
    }

    #[test]
    fn no_other_secret_opens(guess in "[ -~]{0,24}") {
        prop_assume!(guess.trim() != "open sesame");
        let auth = HookAuth::header_secret(Secret::new("open sesame"));
        prop_assert!(check(&auth, &[("x-vapi-secret", &guess)]).is_err());
    }
}
