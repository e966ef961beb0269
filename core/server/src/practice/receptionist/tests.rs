//! Lines that callers and agents say, and what the rules make of them.

use super::*;
use jiff::civil::{date, time};

/// A Friday.
const TODAY: Date = date(2019, 3, 1);

fn day_of(text: &str) -> Option<Date> {
    let tokens = tokens::tokens(text);
    dates::days(&tokens, TODAY, DateOrder::MonthFirst)
        .last()
        .map(|found| found.day)
}

fn receptionist() -> Receptionist {
    let names = [
        "Miss Adaeze Okafor",
        "Dr. Rose Whitlock, MD",
        "Harbour Medical Group: Lindqvist Maja NP",
    ];
    Receptionist::new(
        People::new(names.map(str::to_owned)),
        TODAY,
        DateOrder::MonthFirst,
    )
}

#[test]
fn days_as_people_say_them() {
    let march = |day| Some(date(2019, 3, day));
    for (text, expected) in [
        ("on the 8th", march(8)),
        ("the 8th of March", march(8)),
        ("March the eighth", march(8)),
        ("march twenty first", march(21)),
        ("6th of this month", march(6)),
        ("1st of this month", march(1)),
        ("day after tomorrow", march(3)),
        ("tomorrow please", march(2)),
        ("next Friday", march(8)),
        ("next thursday", march(7)),
        ("this Saturday", march(2)),
        ("Saturday this week", march(2)),
        ("Wednesday next week", march(6)),
        ("next week on Tuesday", march(5)),
        ("Friday the 15th", march(15)),
        ("Friday, March 15th", march(15)),
        ("Monday", march(4)),
        ("a week from today", march(8)),
        ("in ten days", march(11)),
        ("a week from Monday", march(11)),
        ("3/12", march(12)),
        ("2019-03-12", march(12)),
        ("the 4th of February", Some(date(2020, 2, 4))),
        ("at 4 March 8th", march(8)),
        ("the first one", None),
        ("450 Sutter Street, 2nd floor", None),
        ("may I have two of them", None),
        ("202-555-0138", None),
    ] {
        assert_eq!(day_of(text), expected, "{text}");
    }
    assert_eq!(day_of("on the 1st"), march(1));
}

#[test]
fn a_day_that_is_past_is_next_months() {
    let tokens = tokens::tokens("on the 2nd");
    let found = dates::days(&tokens, date(2019, 12, 20), DateOrder::DayFirst);
    assert_eq!(found[0].day, date(2020, 1, 2));
}

#[test]
fn times_as_people_say_them() {
    for (text, hour, minute) in [
        ("1:30 PM", 13, 30),
        ("half past 1 in the afternoon", 13, 30),
        ("half past 4 in the evening", 16, 30),
        ("four pm", 16, 0),
        ("16:00", 16, 0),
        ("11 o\"clock in the morning", 11, 0),
        ("eleven o'clock", 11, 0),
        ("noon", 12, 0),
        ("quarter to five in the evening", 16, 45),
        ("a quarter past 9 in the morning", 9, 15),
        ("quarter to 1 in the afternoon", 12, 45),
        ("quarter to 12 in the morning", 11, 45),
        ("ten to three", 14, 50),
        ("half four", 16, 30),
        ("morning 9:45", 9, 45),
        ("evening 4", 16, 0),
        ("afternoon 12:45", 12, 45),
        ("5 in the evening", 17, 0),
        ("half past 12 in the afternoon", 12, 30),
        ("12 pm", 12, 0),
        ("12:30", 12, 30),
        ("10:30", 10, 30),
        ("2:15", 14, 15),
        ("3pm", 15, 0),
        ("3 p.m.", 15, 0),
        ("9.45 am", 9, 45),
        ("ten thirty", 10, 30),
        ("four forty five in the afternoon", 16, 45),
        ("at 4", 16, 0),
        ("08:15", 8, 15),
        ("06:30", 6, 30),
    ] {
        assert_eq!(time_in(text), Some(time(hour, minute, 0, 0)), "{text}");
    }
}

#[test]
fn what_is_no_time() {
    let free = |text: &str, lone| {
        let tokens = tokens::tokens(text);
        times::times(&tokens, &vec![false; tokens.len()], lone).len()
    };
    assert_eq!(
        free("Their number is 202-555-0138 and the rating is 4.0", Lone::Never),
        0
    );
    assert_eq!(free("I found 3 of them at 200 Quarry Lane", Lone::Never), 0);
    assert_eq!(free("I need one in San Carlos", Lone::AfterAt), 0);
}

#[test]
fn a_correction_keeps_what_it_does_not_mention() {
    let mut desk = receptionist();
    desk.agent_said("How about Miss Okafor? Or Dr. Rose Whitlock, MD?");
    assert_eq!(desk.caller_said("Whitlock please, on the 8th at 2 pm"), None);
    desk.agent_said("To confirm: next Friday at 2 pm with Rose Whitlock?");
    assert_eq!(desk.caller_said("No, make it 16:00."), None);
    desk.agent_said("So that is 4 pm?");
    let wanted = desk.caller_said("Yes, thank you").unwrap();
    assert_eq!(wanted.practitioner, "Dr. Rose Whitlock, MD");
    assert_eq!(wanted.at, date(2019, 3, 8).at(16, 0, 0, 0));
}

#[test]
fn a_day_that_is_ruled_out_is_not_taken() {
    let mut desk = receptionist();
    desk.agent_said("I have Miss Adaeze Okafor for you.");
    desk.caller_said("I can't do Thursday. Sunday at 17:30 would be better.");
    desk.agent_said("Shall I book Sunday at 5:30 pm?");
    assert_eq!(
        desk.caller_said("That's it.").unwrap().at,
        date(2019, 3, 3).at(17, 30, 0, 0)
    );
}

#[test]
fn a_refusal_is_heard_and_a_counter_offer_taken() {
    let mut desk = receptionist();
    desk.agent_said("Maja Lindqvist of Harbour Medical Group is free.");
    desk.caller_said("Wednesday next week at 12:45 pm if you can");
    desk.agent_said("Please confirm: Lindqvist Maja, next Wednesday at 12:45 pm.");
    assert!(desk.caller_said("Correct.").is_some());
    assert_eq!(
        desk.agent_said("I was unable to book that. How about next Wednesday at 12:30 pm?"),
        Told::Refused
    );
    let wanted = desk.caller_said("Yes, that will work.").unwrap();
    assert_eq!(wanted.at, date(2019, 3, 6).at(12, 30, 0, 0));
    assert_eq!(wanted.practitioner, "Harbour Medical Group: Lindqvist Maja NP");
}

#[test]
fn who_does_not_object_before_the_booking_is_told_has_agreed() {
    let mut desk = receptionist();
    desk.agent_said("Rose Whitlock has time.");
    desk.caller_said("The 12th at ten thirty in the morning");
    desk.agent_said("Please confirm: March 12th at 10:30 am with Rose Whitlock.");
    assert_eq!(desk.caller_said("Where do I park?"), None);
    let told = desk.agent_said("Good, that appointment is booked. There is a car park behind the house.");
    assert!(matches!(told, Told::Booked(Some(wanted)) if wanted.at == date(2019, 3, 12).at(10, 30, 0, 0)));
}

#[test]
fn going_back_to_an_earlier_offer() {
    let mut desk = receptionist();
    desk.agent_said("There is Miss Adaeze Okafor.");
    desk.caller_said("Is there anyone else?");
    desk.agent_said("Dr Rose Whitlock.");
    desk.caller_said("I'll take the first one, tomorrow at noon");
    desk.agent_said("Tomorrow at 12 pm, is that right?");
    assert_eq!(
        desk.caller_said("yep").unwrap().practitioner,
        "Miss Adaeze Okafor"
    );
}
