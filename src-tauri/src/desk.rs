//! One loop over everything that can happen to the window, so that closing, showing and quitting have one order.
//!
//! What follows from what is decided by a pure function; `Hands` do it. Requests of the page and events for it do not
//! pass here: they have no order to keep with a window.

use tokio::sync::mpsc;

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Happening {
    /// The page is there and can be looked at.
    PageReady,
    /// Somebody wants to see the window: from the tray, or by starting the program once more.
    ShowAsked,
    /// The close button.
    CloseAsked,
    /// Quit from the tray, or a signal to end.
    QuitAsked,
    /// The line's state in words.
    Line(String),
}

/// What is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Bring the window to the front.
    Show,
    /// Out of sight; calls go on being answered.
    Hide,
    /// The tray's line of status.
    Say(String),
    /// Stop the appliance, then the program.
    Stop,
}

/// Whoever does the deeds.
pub(crate) trait Hands {
    /// Does one. After [`Deed::Stop`] nothing more is asked.
    async fn work(&mut self, deed: Deed);
}

/// Where happenings are reported.
pub(crate) type Bell = mpsc::Sender<Happening>;

/// Happenings that wait at once; people click slower than this fills.
const WAITING: usize = 64;

/// The two ends.
pub(crate) fn bell() -> (Bell, mpsc::Receiver<Happening>) {
    mpsc::channel(WAITING)
}

/// Reports from a place that can't wait.
pub(crate) fn ring(bell: &Bell, happening: Happening) {
    if bell.try_send(happening).is_err() {
        tracing::warn!("the window is too busy, or gone, to hear of something");
    }
}

/// Runs until the window is to stop.
pub(crate) async fn attend(mut bell: mpsc::Receiver<Happening>, has_tray: bool, hands: &mut impl Hands) {
    let mut desk = Desk {
        has_tray,
        page_ready: false,
    };
    while let Some(happening) = bell.recv().await {
        let Some(deed) = desk.decide(happening) else {
            continue;
        };
        let last = deed == Deed::Stop;
        hands.work(deed).await;
        if last {
            return;
        }
    }
}

struct Desk {
    has_tray: bool,
    page_ready: bool,
}

impl Desk {
    fn decide(&mut self, happening: Happening) -> Option<Deed> {
        match happening {
            // A page that loads again was put out of sight, or not, by a person.
            Happening::PageReady if self.page_ready => None,
            Happening::PageReady => {
                self.page_ready = true;
                Some(Deed::Show)
            }
            // It comes to the front by itself as soon as there is something to see.
            Happening::ShowAsked => self.page_ready.then_some(Deed::Show),
            // Without a tray icon there would be no way back.
            Happening::CloseAsked => Some(if self.has_tray { Deed::Hide } else { Deed::Stop }),
            Happening::QuitAsked => Some(Deed::Stop),
            Happening::Line(words) => Some(Deed::Say(words)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk(has_tray: bool) -> Desk {
        Desk {
            has_tray,
            page_ready: false,
        }
    }

    #[test]
    fn the_window_is_shown_when_there_is_something_to_see_and_only_then() {
        let mut desk = desk(true);
        assert_eq!(desk.decide(Happening::ShowAsked), None);
        assert_eq!(desk.decide(Happening::PageReady), Some(Deed::Show));
        assert_eq!(desk.decide(Happening::CloseAsked), Some(Deed::Hide));
        assert_eq!(desk.decide(Happening::PageReady), None);
        assert_eq!(desk.decide(Happening::ShowAsked), Some(Deed::Show));
    }

    #[test]
    fn closing_without_a_tray_icon_ends_the_program() {
        assert_eq!(desk(false).decide(Happening::CloseAsked), Some(Deed::Stop));
        assert_eq!(desk(true).decide(Happening::QuitAsked), Some(Deed::Stop));
    }

    struct Noting(Vec<Deed>);

    impl Hands for Noting {
        async fn work(&mut self, deed: Deed) {
            self.0.push(deed);
        }
    }

    #[tokio::test]
    async fn nothing_is_done_after_the_stop() {
        let (bell, heard) = bell();
        for happening in [Happening::PageReady, Happening::QuitAsked, Happening::ShowAsked] {
            ring(&bell, happening);
        }
        let mut hands = Noting(Vec::new());
        attend(heard, true, &mut hands).await;
        assert_eq!(hands.0, [Deed::Show, Deed::Stop]);
    }
}
