//! Invented lines: what stands in [brackets] tells of health and goes, what stands in (parentheses) may, the rest stays.

use crate::redaction::Context;
use crate::redaction::marked::failures;

pub(super) fn check(lines: &[&str]) {
    let failed = failures(lines, |text| super::find(text, &Context::default()));
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn conditions_in_clinical_and_everyday_words() {
    check(&[
        "I've got [type two diabetes] and [high blood pressure].",
        "i have [asthma] and a (touch of) [eczema]",
        "I suffer from [migraines].",
        "my [waterworks] aren't what they were",
        "I have [heart issues].",
        "he's got [bad knees] and a [dodgy hip]",
        "She was diagnosed with [polymyalgia rheumatica] last year.",
        "there's a (history of) [glaucoma] in the family",
        "I've had [shingles] twice.",
        "my [eczema's] flared up",
        "my dad died of a [stroke]",
        "my mother had [ovarian cancer]",
        "I'm [coeliac], is that a problem?",
        "No [asthma], no [epilepsy].",
        "I've never had [seizures]",
        "i don't have [diabetes] or anything like that",
        "I get [cold sores] sometimes",
        "I've (caught) [a cold].",
        "she has [the flu]",
        "I'm [deaf] (in one ear)",
        "i've an [underactive thyroid]",
        "there was a [car accident]",
        "I'm [hiv positive].",
        "The doctor says it's [diverticulitis]",
        "I have a [slipped disc in my back]",
        "I've some [varicose veins].",
        "he's an [alcoholic] [in recovery]",
    ]);
}

#[test]
fn symptoms_and_where_they_are() {
    check(&[
        "I've had a [headache] for three days",
        "i feel [dizzy] (when i stand) up",
        "There's [pain in my lower back].",
        "a [sharp pain on the left side of my chest]",
        "my [knee hurts] (when I walk)",
        "My [ankle is really swollen].",
        "i keep [throwing up]",
        "I (can't stop )[coughing].",
        "no [nausea] and no [fever]",
        "I've [trouble sleeping].",
        "i have a [problem with my knee]",
        "she [broke her wrist] in March",
        "I [sprained my left ankle] playing football",
        "it [burns when i pee]",
        "I'm [short of breath] on the stairs.",
        "I've been [feeling sick] since Monday",
        "I have a [rash on my arm]",
        "some [swelling], [redness] and [itching]",
        "my [tooth is killing] (me)",
        "I've [chipped a tooth]",
        "I [lost a filling] yesterday",
        "Just a bit of [numbness in my fingers].",
        "I [passed out] at work",
        "He's had [blurred vision].",
        "I've a [lump in my breast]",
        "my [stomach has been cramping]",
        "There's still [bruising under my eyes] from it",
    ]);
}

#[test]
fn medicines() {
    check(&[
        "I take [warfarin].",
        "i'm on [blood thinners]",
        "I'm [on the pill] and [sertraline].",
        "taking [lisinopril] twenty milligrams",
        "She takes [metformin], [ramipril] and a [statin].",
        "I use an [inhaler]",
        "i was prescribed [zolbetuxine]",
        "I take [tirofexole] 20 mg",
        "I'm [allergic] (to) [penicillin] (and) [latex]",
        "i'm [allergic] (to) [bee stings]",
        "I've a [nut allergy]",
        "I just finished [antibiotics].",
        "I had (two) [paracetamol]",
        "I stopped [Ozempic] in June",
        "I'm on [HRT].",
    ]);
}

#[test]
fn pregnancy_and_mental_health() {
    check(&[
        "I'm [pregnant], is that safe?",
        "i'm (twelve) [weeks pregnant]",
        "We're [trying for a baby].",
        "I'm [breastfeeding].",
        "I had a [miscarriage] in spring",
        "I suffer with my [anxiety].",
        "i get [panic attacks]",
        "I've been [depressed] since the divorce",
        "I was [suicidal] (back) then",
        "my son is [autistic]",
        "I've got [ADHD].",
    ]);
}

#[test]
fn procedures_that_were_had() {
    check(&[
        "I had a [facelift] in 2019.",
        "I've had [filler] before.",
        "i had [botox] twice last year",
        "I had my [appendix out].",
        "I've had (two) [c sections]",
        "after my [hysterectomy]",
        "I had a [hip replacement] last spring.",
        "they did an [MRI] and some [blood tests]",
        "My [biopsy] came back clear",
        "I had [laser eye surgery] years ago",
        "My last [filler] was a year ago.",
        "I had [root canal] on that one",
        "she had her [gallbladder removed]",
        "I have [breast implants].",
        "I've got [veneers] on top",
        "I'd a [nose job] when I was twenty",
        "He's had [chemo].",
        "I have a [pacemaker].",
        "I had [surgery] on it",
    ]);
}

#[test]
fn offers_prices_and_specialities_stay() {
    check(&[
        "How much is a facelift?",
        "I'd like to book botox for Friday.",
        "Do you do laser hair removal and chemical peels?",
        "what's the recovery like after liposuction",
        "How long does lip filler last?",
        "I had a question about rhinoplasty.",
        "I'd like to move my filler appointment",
        "i booked a hydrafacial for tuesday",
        "Is a dermatologist available? Do you have a dentist?",
        "I need an ophthalmologist.",
        "Is there any swelling or bruising afterwards?",
        "does it hurt",
        "Will it be painful?",
        "Do you treat acne?",
        "do you do acne treatment or a mole check",
        "I'm thinking about having a nose job.",
        "Can I have my teeth whitened?",
        "I want breast implants, how much are they?",
        "Do you have any allergies or take any blood thinners?",
        "a scale and polish please",
        "I'd like a consultation for a tummy tuck.",
        "What's the price of a crown?",
    ]);
}

#[test]
fn words_that_only_look_like_health_stay() {
    check(&[
        "I'm dying to come in.",
        "I'm sick of waiting on hold.",
        "it was a cold day in the heart of the city",
        "Would you like a cold drink?",
        "that fits my schedule",
        "I have a temple nearby, head down the road, face the park",
        "on the other hand I could come back at five",
        "Is there disabled parking? Wheelchair access?",
        "sorry for the confusion",
        "I've a bone to pick with you",
        "Can you give me a hand?",
        "it's on the left hand side at the back",
        "I was blown away, you're a lifesaver",
        "The traffic is killing me, I'll be late.",
        "I'd like my hair cut and my nails done.",
        "I'm crazy about that colour, it's to die for",
        "do I need to bring my medicine list",
        "That's a pain, can we do Thursday?",
        "what are the symptoms to look out for",
        "I have no problem with that.",
        "I can't remember my booking number.",
        "It's hard to find parking.",
        "I had an appointment at three.",
        "I'll keep an eye on my email.",
        "Can I get a second pair of eyes on the invoice?",
        "It broke my heart to cancel.",
        "the card machine is broken",
        "We're having a blast, thanks!",
        "I'm fed up to the back teeth",
        "i took the bus and i'm on my way",
        "I take it you're closed on Sundays",
        "I am taking Friday off",
        "she started on Monday",
    ]);
}
