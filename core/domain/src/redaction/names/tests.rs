//! Invented lines: what stands in [brackets] is a name and goes, what stands in (parentheses) may, the rest stays.

use crate::redaction::Context;
use crate::redaction::marked::failures;

pub(super) fn check(lines: &[&str]) {
    let failed = failures(lines, |text| super::find_in(text, None, &Context::default()));
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn after_an_introduction() {
    check(&[
        "My name is [Oluwaseun Adebayo-Clarke] and I've a question.",
        "my name is [oluwaseun adebayo] and i have a question",
        "my name's [niamh o'sullivan]",
        "Hi there, this is [Wojciech Dąbrowski] speaking.",
        "hi this is [priya] i'm calling about friday",
        "i'm [john carter] postcode please",
        "hi [karen white] here account ending",
        "it's [emma stone] second visit",
        "booking for [stone] please",
        "hello it's mrs [fotheringham] here",
        "I'm [Thandiwe], I rang on Tuesday",
        "i am [xiao ling zhang]",
        "You're speaking to [Caoimhe].",
        "it's [jean-pierre lefèvre] again",
        "the surname is [mcallister]",
        "first name [gwendolyn] last name [pugh]",
        "Surname [Vuković], first name [Dragana].",
        "call me [bronwen] please",
        "People call me [Gus].",
        "my son's name is [idris]",
        "the name on the booking is [hernandez]",
        "The name should be [Siew Ling Tan].",
        "name is [ram]",
        "my name is [mark]",
        "my name is [grace hill]",
        "My name is [Will].",
        "name [venkat] and i want to come tomorrow",
        "I go by [Teddy].",
        "my maiden name was [kowalczyk]",
        "my name is [van der meer], [anouk van der meer]",
        "My name is [Patrick O'Donoghue], O apostrophe D",
        "my name is [joão da silva]",
    ]);
}

#[test]
fn without_an_introduction() {
    check(&[
        "It's under [Ottoline Bexley]",
        "it's under [ottoline bexley]",
        "under [okonkwo] for four o'clock",
        "the booking's for mr [okonkwo]",
        "[Fergus Lachlan] for two at seven",
        "[mehmet yilmaz] for the nine thirty",
        "[Siobhán] will be coming with me",
        "appointment for my daughter [tallulah]",
        "Appointment for my daughter [Tallulah], she's nine.",
        "can [deirdre] come instead of me",
        "i usually see [svetlana]",
        "Could I see Dr [Ngozi Eze] again?",
        "is doctor [ramachandran] in on monday",
        "I spoke to [Jerome] yesterday",
        "i spoke with [agnieszka] last week",
        "my wife [fatima] and my son [yusuf]",
        "Please tell Mr [Whitlock] I called",
        "put it under [jackson] please",
        "two people, [Anna] and [Björn]",
        "book it for [sean o'connor] at ten",
        "reserved under [singh]",
        "[Krzysztof Wiśniewski] is my name",
        "[tamsin greaves] that's my name",
        "It's in the name of [Halloran].",
        "for [Nguyễn Thị Hoa], please",
        "My partner [Lotte de Vries] booked it",
        "Is this [Catherine]? Yes it is.",
        "thanks [rebecca]",
        "Thank you, [Rebecca].",
        "[patel]",
        "[lewis emma]",
        "[Annabel Crowther]",
        "yes [dimitrios papadakis]",
        "Dr. [J. P. Cartwright] referred me",
        "[Rosalind A. Penhaligon III] was here",
        "ms [Amoah]",
        "on behalf of [Leticia]",
        "[Zbigniew] said you would call [Halina] back",
    ]);
}

#[test]
fn names_that_are_words_by_what_stands_around_them() {
    check(&[
        "This is [Hope], I rang earlier.",
        "this is [hope]",
        "i'm [mark] by the way",
        "It's [Joy Mason] for Thursday.",
        "it's under [will baker]",
        "The table is under [Summer Banks].",
        "is [grace] there",
        "[Will Short] for six",
        "Could I speak to [Bill], please?",
        "my husband [frank] will drive me",
        "for [Rose], my mother",
        "my daughter [daisy]",
        "I saw [May Winters] last time",
        "Dr [Young] did it",
        "dr [long] please",
        "mrs [little]",
        "mr [may]",
        "i'd like to see doctor [love]",
    ]);
}

#[test]
fn words_that_are_no_names_stay() {
    check(&[
        "Will you be open in May?",
        "will it hurt and will i be able to drive",
        "I hope so, I'd be glad of it.",
        "Could you mark it in the diary? I may be late.",
        "can you bill me in april",
        "That's a joy to hear. Grace period of ten days?",
        "the rose quartz facial in summer",
        "It's fine. I'm good, thanks.",
        "i'm running late this is urgent",
        "it's friday i think",
        "this is about my appointment",
        "i'm calling for the price",
        "this is ridiculous i'm so annoyed",
        "I'm Irish and I live in Cork.",
        "i am from manchester near oxford road",
        "Do you have anything on Sunday in March?",
        "I'm looking for a dentist in San Rafael or Walnut Creek.",
        "How about Harbour Dental Care on Lime Street?",
        "Is Bloom Hair & Beauty part of you?",
        "I go to Serenity Spa normally.",
        "do you take amex or apple pay",
        "Google Maps says you're on Abbey Road.",
        "Yes please. Perfect. Thank you so much.",
        "Monday is good for me, or Tuesday.",
        "I'd like a HydraFacial and maybe Botox.",
        "what is the name of the clinic",
        "under two hours please",
        "it's under construction",
        "for tomorrow at five thirty pm",
        "with pleasure see you then",
        "Christmas Eve would be best.",
        "Please confirm: Thursday, 12 March at 10 am.",
        "see you later alligator",
        "Okay. Great. Lovely. Bye now.",
        "Can I pay by card? Is parking free?",
        "Let's say Wednesday. Absolutely, no problem.",
        "i need a quote for veneers and whitening",
        "Are you near the Royal Victoria Hospital?",
        "The Milk Bar in Soho, is that close?",
        "my name is not on the list",
        "my name is spelled wrong",
        "that's everything cheers",
        "Sorry, I meant half past four. Never mind.",
        "we're visiting from new york",
        "does the doctor speak polish or arabic",
        "i'm free any day but wednesday",
        "I'm happy with either. Morning works.",
        "A general practitioner would do. An Ophthalmologist?",
        "what a beautiful day for a walk",
        "hello good morning how are you today",
        "Hi, good afternoon. Quick question about opening times.",
        "um yeah so basically i was wondering",
        "it's for a party of six around eight",
        "it's gonna be for two people",
    ]);
}

#[test]
fn spelled_out() {
    check(&[
        "that's [M A Y]",
        "It's [K-o-w-a-l].",
        "spelled [s m y t h e]",
        "my surname is [pruitt], [p r u i double t]",
        "[b for bravo e for echo n for november n for november]",
        "it's [kilo india november golf]",
        "that's [B as in Bob, R as in Robert, O as in orange, W, N]",
        "[s m i t h]",
        "[F, I, N, N, E, G, A, N]",
        "could i check what the n h s pays",
        "the m r i was at nine a m",
        "I live in the U S A",
    ]);
}

#[test]
fn a_bare_answer_to_a_question_for_the_name() {
    check(&[
        "Agent: What's your name?\nCaller: [Brinley Close]",
        "Agent: Could I take your full name please?\nCaller: yes of course it's [hope winter]",
        "Agent: And your surname?\nCaller: [field]",
        "Agent: May I have your name?\nCaller: sure [quillon abernethy] and i'm calling about a booking",
        "Agent: Who am I speaking to?\nCaller: um [rain okpara]",
        "Agent: Could you spell that for me?\nCaller: [p h o e be]",
        "Agent: Can you spell your last name?\nCaller: yes [double u o o d]",
        "Agent: What's your first name?\nCaller: [Will].",
        "Agent: Can I get a name for the booking?\nCaller: Yeah, put it under [Stone].",
        "Agent: And what name is it under?\nCaller: [blackwood] for four people",
        "Agent: What is your name?\nCaller: I'd rather not say.",
        "Agent: What is your name?\nCaller: why do you need that",
        "Agent: May I have your name?\nCaller: Sorry, can you repeat that?",
        "Agent: What time suits you?\nCaller: noon would be fine",
        "Agent: What's the name of the clinic you went to?\nCaller: the one on the high street",
    ]);
}

#[test]
fn the_question_may_come_from_the_turn_before() {
    let found = super::find_in("field", Some("And your surname?"), &Context::default());
    assert_eq!(found.len(), 1);
    assert!(super::find_in("field", Some("Which field is it in?"), &Context::default()).is_empty());
}

#[test]
fn the_clinics_own_names_stay_and_a_patient_of_the_same_name_goes() {
    let context = Context {
        keep: vec!["Dr Eleanor Marsh".into(), "Harley & Finch Aesthetics".into()],
        known: vec![],
        ..Context::default()
    };
    let lines = [
        "Can I see Dr Eleanor Marsh or Dr Marsh's colleague?",
        "i'd like to see eleanor",
        "Is Eleanor in on Monday? With Eleanor Marsh, please.",
        "Is that Harley & Finch Aesthetics?",
        "my name is [eleanor]",
        "My name is [Eleanor Pike].",
    ];
    let failed = failures(&lines, |text| super::find_in(text, None, &context));
    assert!(failed.is_empty(), "{failed}");
}
