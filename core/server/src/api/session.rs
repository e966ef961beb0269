//! A browser's session: signing in by password or link, asking who one is, signing out.

use super::access::{From, check_csrf, nobody, session_of};
use super::cookie;
use super::extract::Json as Body;
use crate::appliance::Appliance;
use crate::http::{ApiError, ErrorCode};
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use callwaiting_domain::ids::ClinicId;
use callwaiting_engine::access::{self, Keyed, Secret, Session, SignedIn, parse};
use callwaiting_engine::{Clinic, EngineError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Either `clinicId`, `username` and `password`, or `link`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignIn {
    /// The clinic.
    clinic_id: Option<String>,
    /// What they type to sign in.
    username: Option<String>,
    /// Their password.
    password: Option<Secret>,
    /// What a one-time link carries.
    link: Option<Secret>,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub(super) struct SessionView {
    /// The clinic.
    clinic_id: String,
    /// The member of staff.
    staff: SignedInStaff,
    /// `front_desk`, `manager` or `it_admin`.
    role: &'static str,
    /// To be sent as X-CSRF-Token with everything that changes something.
    csrf_token: String,
    /// When the session ends whatever happens, UTC.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// A member of staff.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignedInStaff {
    /// Their id.
    id: String,
    /// What others call them.
    name: String,
    /// What they type to sign in.
    username: String,
}

fn shown(clinic: &Clinic, session: &Session) -> Json<SessionView> {
    Json(SessionView {
        clinic_id: clinic.id().to_string(),
        staff: SignedInStaff {
            id: session.staff_id.clone(),
            name: session.name.clone(),
            username: session.username.clone(),
        },
        role: session.role.as_str(),
        csrf_token: session.csrf.reveal().to_owned(),
        expires_at: session.expires_at,
    })
}

/// The session that a request carries, with its right to change something checked.
pub(super) struct Mine {
    keyed: Keyed,
    clinic: Arc<Clinic>,
    session: Session,
}

impl FromRequestParts<Arc<Appliance>> for Mine {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, appliance: &Arc<Appliance>) -> Result<Self, ApiError> {
        let Some(keyed) = cookie::read(&parts.headers) else {
            return Err(ApiError::unauthorized());
        };
        let found = session_of(appliance, &keyed).await?;
        let (clinic, session) = found.ok_or_else(|| nobody(appliance, super::access::remote(parts)))?;
        check_csrf(parts, &session)?;
        Ok(Self {
            keyed,
            clinic,
            session,
        })
    }
}

/// Signs in.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn, security(()),
    responses((status = 200, body = SessionView)))]
pub(super) async fn sign_in(
    State(appliance): State<Arc<Appliance>>,
    From(address): From,
    Body(body): Body<SignIn>,
) -> Result<(HeaderMap, Json<SessionView>), ApiError> {
    if !appliance.rates().may_sign_in(address) {
        return Err(ApiError::new(
            ErrorCode::RateLimited,
            "too many attempts to sign in; wait a little",
        ));
    }
    let (clinic, signed_in) = match body {
        SignIn { link: Some(link), .. } => by_link(&appliance, &link).await?,
        SignIn {
            clinic_id: Some(clinic),
            username: Some(username),
            password: Some(password),
            ..
        } => by_password(&appliance, clinic, username, password).await?,
        _ => {
            return Err(ApiError::new(
                ErrorCode::BadRequest,
                "send clinicId, username and password, or a link",
            ));
        }
    };
    let mut headers = HeaderMap::new();
    headers.extend(cookie::given(&signed_in.secret).map(|value| (SET_COOKIE, value)));
    Ok((headers, shown(&clinic, &signed_in.session)))
}

async fn by_link(appliance: &Appliance, link: &Secret) -> Result<(Arc<Clinic>, SignedIn), ApiError> {
    let keyed = parse("cwl", link.reveal()).ok_or(EngineError::Unauthorized)?;
    let clinic = appliance
        .find_clinic(&keyed.clinic)
        .await?
        .ok_or(EngineError::Unauthorized)?;
    let signed_in = access::sign_in_by_link(&clinic, &keyed.secret).await?;
    Ok((clinic, signed_in))
}

async fn by_password(
    appliance: &Appliance,
    clinic: String,
    username: String,
    password: Secret,
) -> Result<(Arc<Clinic>, SignedIn), ApiError> {
    let found = appliance.find_clinic(&ClinicId::new(clinic)).await?;
    let clinic = found.ok_or(EngineError::Unauthorized)?;
    let signed_in = access::sign_in(&clinic, username, password).await?;
    Ok((clinic, signed_in))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session", responses((status = 200, body = SessionView)))]
pub(super) async fn get_session(mine: Mine) -> Json<SessionView> {
    shown(&mine.clinic, &mine.session)
}

/// Signs out.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
pub(super) async fn sign_out(mine: Mine) -> Result<(StatusCode, HeaderMap), ApiError> {
    access::sign_out(&mine.clinic, &mine.keyed.secret).await?;
    Ok((
        StatusCode::NO_CONTENT,
        HeaderMap::from_iter([(SET_COOKIE, cookie::taken())]),
    ))
}
