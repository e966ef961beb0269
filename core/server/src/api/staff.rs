//! Staff accounts.

use super::access::{Allowed, may};
use super::extract::{Id, Json as Body};
use super::page::Page;
use crate::http::{ApiError, ErrorCode};
use axum::Json;
use axum::http::StatusCode;
use callwaiting_domain::staff::Role;
use callwaiting_engine::access::{self, Account, AccountChange, NewAccount, Secret};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StaffView {
    /// Its id.
    id: String,
    /// What they type to sign in.
    username: String,
    /// What others call them.
    name: String,
    /// `front_desk`, `manager` or `it_admin`.
    role: &'static str,
    /// Whether they may sign in.
    active: bool,
    /// Until when they are locked out, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    locked_until: Option<Timestamp>,
}

impl From<Account> for StaffView {
    fn from(account: Account) -> Self {
        Self {
            id: account.id,
            username: account.username,
            name: account.name,
            role: account.role.as_str(),
            active: account.active,
            locked_until: account.locked_until,
        }
    }
}

/// An account to add.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewStaff {
    /// What they type to sign in.
    username: String,
    /// What others call them.
    name: String,
    /// `front_desk`, `manager` or `it_admin`.
    role: String,
    /// At least 10 characters.
    password: Secret,
}

/// What to change.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StaffChange {
    /// Another name.
    name: Option<String>,
    /// Another role.
    role: Option<String>,
    /// Another password.
    password: Option<Secret>,
    /// Whether they may sign in.
    active: Option<bool>,
}

fn role(name: &str) -> Result<Role, ApiError> {
    let message = "role must be front_desk, manager or it_admin";
    Role::parse(name).ok_or_else(|| ApiError::new(ErrorCode::Validation, message))
}

/// All accounts, by name.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/staff", tag = "staff", responses((status = 200, body = Page<StaffView>)))]
pub(super) async fn list_staff(desk: Allowed<may::ManageStaff>) -> Result<Json<Page<StaffView>>, ApiError> {
    let all = access::accounts(&desk.clinic).await?;
    Ok(Json(Page::whole(all.into_iter().map(StaffView::from).collect())))
}

/// Adds an account.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/staff", tag = "staff", request_body = NewStaff,
    responses((status = 201, body = StaffView)))]
pub(super) async fn add_staff(
    desk: Allowed<may::ManageStaff>,
    Body(body): Body<NewStaff>,
) -> Result<(StatusCode, Json<StaffView>), ApiError> {
    let wanted = role(&body.role)?;
    check_manages(&desk, wanted)?;
    let new = NewAccount {
        username: body.username,
        name: body.name,
        role: wanted,
        password: Some(body.password),
    };
    let account = access::add_account(&desk.clinic, new, &desk.actor.name()).await?;
    Ok((StatusCode::CREATED, Json(account.into())))
}

/// Changes an account. A new password, another role or a closed account ends its sessions.
#[utoipa::path(patch, path = "/api/clinics/{clinicId}/staff/{id}", tag = "staff", request_body = StaffChange,
    responses((status = 200, body = StaffView)))]
pub(super) async fn change_staff(
    desk: Allowed<may::ManageStaff>,
    Id(id): Id,
    Body(body): Body<StaffChange>,
) -> Result<Json<StaffView>, ApiError> {
    let known = access::accounts(&desk.clinic).await?;
    if let Some(account) = known.iter().find(|account| account.id == id) {
        check_manages(&desk, account.role)?;
    }
    if let Some(wanted) = body.role.as_deref() {
        check_manages(&desk, role(wanted)?)?;
    }
    let change = AccountChange {
        name: body.name,
        role: body.role.as_deref().map(role).transpose()?,
        password: body.password,
        active: body.active,
    };
    Ok(Json(
        access::change_account(&desk.clinic, id, change, &desk.actor)
            .await?
            .into(),
    ))
}

fn check_manages(desk: &Allowed<may::ManageStaff>, other: Role) -> Result<(), ApiError> {
    if desk.role.may_manage(other) {
        Ok(())
    } else {
        Err(ApiError::new(
            ErrorCode::Forbidden,
            "only a manager looks after accounts that see patients",
        ))
    }
}
