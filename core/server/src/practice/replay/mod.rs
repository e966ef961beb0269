pub mod dialogue;
#[cfg(test)]
mod measure {
    use super::dialogue::*;
    use crate::practice::receptionist::*;
    #[test]
    fn measure() {
        let ds = read(&std::fs::read_to_string("/work/shared/eval/booking-dialogues-dev.jsonl").unwrap()).unwrap();
        let names: Vec<String> = ds.iter().flat_map(|d| d.bookings.iter().map(|b| b.doctor.clone())).collect();
        let mut ok = 0;
        for d in &ds {
            let mut r = Receptionist::new(People::new(names.clone()), jiff::civil::date(2019,3,1), DateOrder::MonthFirst);
            let mut held = None; let mut booked = vec![];
            for t in &d.turns {
                match t.speaker {
                    Speaker::Caller => if let Some(w) = r.caller_said(&t.text) { held = Some(w) },
                    Speaker::Agent => match r.agent_said(&t.text) {
                        Told::Refused => held = None,
                        Told::Booked(Some(w)) => { held = None; booked.push(w) }
                        _ => if let Some(w) = held.take() { booked.push(w) }
                    }
                }
            }
            if let Some(w) = held.take() { booked.push(w) }
            booked.dedup();
            let want: Vec<_> = d.bookings.iter().map(|b| Wanted{practitioner:b.doctor.clone(), at:b.start().unwrap()}).collect();
            if booked == want { ok += 1 } else { println!("{} {:?} want {:?}", d.id, booked, want) }
        }
        println!("{ok}/{}", ds.len());
    }
}
