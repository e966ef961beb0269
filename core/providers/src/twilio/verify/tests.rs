//! Signatures, published and our own, right and wrong.

use super::*;
use http::HeaderValue;
use proptest::prelude::*;

const URL: &str = "https://clinic.example.com/hooks/c1/twilio/sms?a=1";

fn token() -> Secret {
    Secret::new("an-auth-token")
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn encoded(fields: &[(String, String)]) -> Vec<u8> {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
        .into_bytes()
}

fn headers(signatures: &[&str], kind: Option<&'static str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for signature in signatures {
        headers.append(SIGNATURE_HEADER, HeaderValue::from_str(signature).unwrap());
    }
    if let Some(kind) = kind {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers
}

const FORM: Option<&str> = Some("application/x-www-form-urlencoded; charset=UTF-8");

#[test]
fn a_signed_form_passes_and_a_doubled_signature_does_not() {
    let fields = fields(&[
        ("Body", "I'd like to come & see"),
        ("From", "+447700900123"),
        ("Body2", ""),
    ]);
    let (body, signature) = (encoded(&fields), sign(&token(), URL, &fields).unwrap());
    let check = |headers: &HeaderMap| {
        verify(
            &token(),
            &Request {
                url: URL,
                headers,
                body: &body,
            },
        )
    };
    assert!(check(&headers(&[&signature], FORM)).is_ok());
    assert_eq!(check(&headers(&[], FORM)), Err(Denied::Missing));
    assert_eq!(
        check(&headers(&[&signature, &signature], FORM)),
        Err(Denied::Duplicated)
    );
    assert_eq!(check(&headers(&["?"], FORM)), Err(Denied::Malformed));
    assert_eq!(check(&headers(&[""], FORM)), Err(Denied::Wrong));
    let nobody = verify(
        &Secret::new(""),
        &Request {
            url: URL,
            headers: &headers(&[&signature], FORM),
            body: &body,
        },
    );
    assert_eq!(nobody, Err(Denied::NotSetUp));
}

#[test]
fn a_body_that_is_no_form_must_be_covered_by_the_address() {
    let body = br#"{"a":1}"#;
    let covered = format!("{URL}&bodySHA256={}", hex::encode(Sha256::digest(body)));
    let check = |url: &str, body: &[u8]| {
        let signature = sign(&token(), url, &[]).unwrap();
        verify(
            &token(),
            &Request {
                url,
                headers: &headers(&[&signature], Some("application/json")),
                body,
            },
        )
    };
    assert!(check(&covered, body).is_ok());
    assert!(check(URL, b"").is_ok(), "a GET or a socket's upgrade");
    assert_eq!(check(&covered, b"{}"), Err(Denied::WrongBody));
    assert_eq!(check(URL, body), Err(Denied::BodyNotSigned));
    assert_eq!(
        check(&format!("{covered}&bodySHA256=00"), body),
        Err(Denied::BodyNotSigned)
    );
}

proptest! {
    #[test]
    fn one_changed_bit_is_refused(part in 0usize..4, at in any::<prop::sample::Index>(), bit in 0u8..7) {
        let signed = fields(&[("Body", "see you on Monday"), ("From", "+447700900123")]);
        let mut signature = STANDARD.decode(sign(&token(), URL, &signed).unwrap()).unwrap();
        let (mut value, mut url, mut key) = (signed[0].1.clone().into_bytes(), URL.as_bytes().to_vec(), b"an-auth-token".to_vec());
        let target = match part {
            0 => &mut value,
            1 => &mut url,
            2 => &mut key,
            _ => &mut signature,
        };
        let at = at.index(target.len());
        target[at] ^= 1 << bit;
        let (Ok(value), Ok(url), Ok(key)) = (String::from_utf8(value), String::from_utf8(url), String::from_utf8(key)) else {
            return Ok(());
        };
        let body = encoded(&fields(&[("Body", &value), ("From", "+447700900123")]));
        let headers = headers(&[&STANDARD.encode(signature)], FORM);
        let outcome = verify(&Secret::new(key), &Request { url: &url, headers: &headers, body: &body });
        prop_assert!(outcome.is_err());
    }

    #[test]
    fn order_and_repetition_of_fields_dont_matter(values in prop::collection::vec("[a-z]{1,5}", 1..6), seed in any::<u64>()) {
        let mut sent: Vec<(String, String)> = values.iter().map(|v| ("Digits".to_owned(), v.clone())).collect();
        sent.push(("Called".to_owned(), "+12025550100".to_owned()));
        let signature = sign(&token(), URL, &sent).unwrap();
        let middle = usize::try_from(seed % sent.len() as u64).unwrap();
        sent.rotate_left(middle);
        sent.push(sent[0].clone());
        let headers = headers(&[&signature], FORM);
        let outcome = verify(&token(), &Request { url: URL, headers: &headers, body: &encoded(&sent) });
        prop_assert!(outcome.is_ok());
    }
}
