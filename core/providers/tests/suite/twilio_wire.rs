//! Twilio's callbacks: texts, how far they got, and calls.

use callwaiting_providers::twilio::{
    error::FormError,
    wire::{
        AnsweredBy, CallState, Form, Keyword, MessageState, keyword, parse_call_status,
        parse_inbound_message, parse_message_status,
    },
};
use std::time::Duration;

fn form(body: &str) -> Form {
    Form::parse(body.as_bytes()).unwrap()
}

#[test]
fn a_text_message_is_read_and_doesnt_print() {
    let body = "MessageSid=SM1&AccountSid=AC1&From=%2B447700900412&To=%2B447700900100&Body=Can+I+come+at+10%3F\
                &NumMedia=1&MediaUrl0=https%3A%2F%2Fmedia.example.com%2F1&MediaContentType0=image%2Fjpeg&NewField=1";
    let message = parse_inbound_message(&form(body)).unwrap();
    assert_eq!(
        (&*message.sid, message.from.expose(), message.body.expose()),
        ("SM1", "+447700900412", "Can I come at 10?")
    );
    assert_eq!((message.media.len(), &*message.media[0].1), (1, "image/jpeg"));
    assert_eq!(message.keyword(), None);
    let printed = format!("{message:?} {:?}", form(body));
    for private in ["900412", "come", "media.example.com"] {
        assert!(!printed.contains(private), "{printed}");
    }
}

#[test]
fn stop_is_heard_in_every_dress() {
    for text in [
        "STOP",
        " stop ",
        "Stop\n",
        "unsubscribe",
        "Cancel",
        "END",
        "quit",
        "revoke",
        "OptOut",
        "stopall",
    ] {
        assert_eq!(keyword(text), Some(Keyword::Stop), "{text}");
    }
    for (text, expected) in [
        ("start", Some(Keyword::Start)),
        ("HELP", Some(Keyword::Help)),
        ("stop it", None),
        ("yes", None),
        ("", None),
    ] {
        assert_eq!(keyword(text), expected, "{text}");
    }
    let by_twilio = form("MessageSid=SM1&AccountSid=AC1&From=a&To=b&Body=arr%C3%AAt&OptOutType=STOP");
    assert_eq!(
        parse_inbound_message(&by_twilio).unwrap().keyword(),
        Some(Keyword::Stop)
    );
}

#[test]
fn states_never_go_back() {
    use MessageState::{Delivered, Failed, Other, Queued, Read, Sent, Undelivered};
    assert!(Queued.moves_on_to(&Sent) && Sent.moves_on_to(&Delivered) && Delivered.moves_on_to(&Read));
    assert!(
        !Delivered.moves_on_to(&Sent) && !Delivered.moves_on_to(&Undelivered) && !Sent.moves_on_to(&Sent)
    );
    assert!(!Failed.moves_on_to(&Other("new".into())));
    assert!(Undelivered.is_final() && !Sent.is_final());
    let update = parse_message_status(&form(
        "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003&To=%2B1",
    ))
    .unwrap();
    assert_eq!((update.state, update.error_code), (Undelivered, Some(30003)));
}

#[test]
fn calls_tell_how_far_they_got_and_what_answered() {
    let update = parse_call_status(&form(
        "CallSid=CA1&CallStatus=completed&CallDuration=42&Direction=outbound-api&SequenceNumber=3&From=a&To=b",
    ))
    .unwrap();
    assert_eq!(
        (update.state, update.duration),
        (Some(CallState::Completed), Some(Duration::from_secs(42)))
    );
    assert_eq!((update.sequence, update.outbound), (Some(3), Some(true)));
    let machine = parse_call_status(&form("CallSid=CA1&AnsweredBy=machine_end_beep")).unwrap();
    assert_eq!(
        (machine.state, machine.answered_by),
        (None, Some(AnsweredBy::MachineEnd))
    );
}

#[test]
fn broken_forms_get_codes() {
    assert_eq!(
        parse_inbound_message(&form("From=a")),
        Err(FormError::Missing("MessageSid"))
    );
    assert_eq!(
        parse_message_status(&form("MessageSid=SM1")),
        Err(FormError::Missing("MessageStatus"))
    );
    assert_eq!(
        parse_call_status(&form("CallSid=CA1")),
        Err(FormError::Missing("CallStatus"))
    );
    assert_eq!(
        parse_message_status(&form("MessageSid=SM1&MessageSid=SM2&MessageStatus=sent")),
        Err(FormError::Ambiguous("MessageSid"))
    );
    assert_eq!(
        parse_message_status(&form("MessageSid=SM1&MessageStatus=sent&ErrorCode=many")),
        Err(FormError::NotANumber("ErrorCode"))
    );
    assert_eq!(
        Form::parse("a=1&".repeat(600).as_bytes()),
        Err(FormError::TooMany)
    );
    assert!(
        Form::parse(&[0xff, b'=', 0xfe]).is_ok(),
        "bytes that are no text do no harm"
    );
}
