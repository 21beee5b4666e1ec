using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using XHand.Site;
using XHand.Storage;
using XHand.Storage.Access;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>How a sign-in ended: with a user, or with what to answer.</summary>
internal sealed record SignInOutcome(UserRow? User, IResult? Refusal);

/// <summary>Checks who signs in, slows down who guesses, and opens and closes sessions.</summary>
internal sealed class SignInDesk(AccessStores stores, SignInGuard guard, PasswordWork passwords, SessionCache sessions, ApiKeyCache keys)
{
    private const string Unknown = "unknown";

    /// <summary>Checks login and password. An unknown login, a wrong password and a user who may not sign in cannot be told apart.</summary>
    public async Task<SignInOutcome> CheckAsync(HttpContext context, string login, string password, string? company)
    {
        if (!guard.HasRecalled)
        {
            guard.Recall(await stores.Failures.SinceAsync(guard.ForgottenBefore, context.RequestAborted));
        }

        string network = CallerAddress.NetworkOf(context);
        string name = login.Trim().ToLowerInvariant();
        string counted = $"{company}\n{name}";
        if (guard.Begin(counted, network) is { } wait)
        {
            return new(null, Wait(context, wait));
        }

        bool canBe = name.Length is > 0 and <= UserRules.LongestLogin && !UserPasswordRules.IsTooLong(password);
        UserCredentials? found = canBe ? await stores.Users.FindCredentialsAsync(name, company, context.RequestAborted) : null;
        bool isRight = await passwords.RunAsync(() => PasswordHash.Verify(found?.Password, canBe ? password : ""), context.RequestAborted);
        if (!isRight || found is not { User.IsEnabled: true })
        {
            await FailedAsync(context, found?.User, counted, network);
            return new(null, Problem.Of(StatusCodes.Status401Unauthorized, WebReasons.WrongLogin));
        }

        await stores.Failures.KeepAsync(guard.Succeeded(counted, network), context.RequestAborted);
        await UpgradeAsync(found, password, context.RequestAborted);
        return new(found.User, null);
    }

    /// <summary>Opens a session, always a new one, and gives the browser its cookie.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(HttpContext context, UserRow user)
    {
        AuditActor actor = new("user:" + user.Login, CallerAddress.Of(context), CallerAddress.Through(context), user.Email);
        string client = context.Request.Headers[HeaderNames.UserAgent].ToString();
        string token = await stores.Sessions.OpenAsync(user, SessionCookie.Read(context.Request), client, actor, context.RequestAborted);
        sessions.Clear();
        SessionCookie.Set(context, token);
        return (await stores.Sessions.FindAsync(token, context.RequestAborted))?.Granted ?? [];
    }

    /// <summary>Ends the session of the browser's cookie, if there is one.</summary>
    public async Task CloseAsync(HttpContext context)
    {
        if (SessionCookie.Read(context.Request) is { } token)
        {
            Caller? caller = Caller.Find(context.User);
            await stores.Sessions.CloseAsync(token, caller?.Audit ?? CallerAddress.Stranger(context, Unknown), context.RequestAborted);
            sessions.Clear();
            SessionCookie.Clear(context);
        }
    }

    /// <summary>The text to keep of a new password.</summary>
    public Task<string> HashAsync(string password, CancellationToken cancellation) =>
        passwords.RunAsync(() => PasswordHash.Make(password), cancellation);

    /// <summary>Whether it is the user's password, at the pace that a sign-in has; null and the answer when it must wait or is wrong.</summary>
    public async Task<IResult?> ConfirmAsync(HttpContext context, UserRow user, string password)
    {
        SignInOutcome outcome = await CheckAsync(context, user.Login, password, user.CompanyName);
        return outcome.User is not null ? null
            : outcome.Refusal is { } refusal && guard.IsLocked($"{user.CompanyName}\n{user.Login}", CallerAddress.NetworkOf(context)) ? refusal
            : Problem.Refused(new SiteProblem("body", "current", WebReasons.PersonPasswordWrong.With()));
    }

    /// <summary>What users and roles may do counts anew from now on.</summary>
    public void Forget()
    {
        sessions.Clear();
        keys.Clear();
    }

    private static IResult Wait(HttpContext context, TimeSpan wait)
    {
        int seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.Headers.RetryAfter = $"{seconds}";
        return Problem.Of(StatusCodes.Status429TooManyRequests, WebReasons.Wait.With(seconds));
    }

    // A login that is not there may be a password typed in the wrong field, so it is not kept.
    private async Task FailedAsync(HttpContext context, UserRow? user, string counted, string network)
    {
        string company = user?.CompanyName ?? SiteSnapshotBuilder.DefaultCompany;
        AuditActor actor = CallerAddress.Stranger(context, Unknown);

        // Also when the browser has gone meanwhile: who breaks off does not get a try for nothing.
        await stores.Failures.KeepAsync(guard.Failed(counted, network), CancellationToken.None);
        await stores.Audit.AppendAsync(actor, company, new(AuditKind.Sessions, user?.Login ?? Unknown, AuditAction.SignInFailed, []), context.RequestAborted);
        if (guard.IsLocked(counted, network))
        {
            await stores.Audit.AppendAsync(actor, company, new(AuditKind.Sessions, user?.Login ?? Unknown, AuditAction.LockOut, []), context.RequestAborted);
        }
    }

    private async Task UpgradeAsync(UserCredentials found, string password, CancellationToken cancellation)
    {
        if (PasswordHash.IsWeak(found.Password!))
        {
            await stores.Users.UpgradePasswordAsync(found.User.Id, found.Password!, await HashAsync(password, cancellation), cancellation);
        }
    }
}
