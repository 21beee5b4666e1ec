using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XHand.Storage;
using XHand.Web.Access;

namespace XHand.Web.Tests.Access;

/// <summary>First start, signing in and out, sessions and passwords, against the real database.</summary>
[Trait("Feature", "INS-09")]
public sealed class SignInTests(AccessDatabase database) : AccessTest(database)
{
    [Fact]
    public async Task The_first_administrator_is_made_by_the_link_that_was_printed_and_it_works_once()
    {
        OneTimeLink link = (await Server.Stores.Links.MakeSetUpAsync(default))!;
        using Browser first = Server.Browser();
        Assert.Equal("setUp", await first.StateAsync());
        object body = new { token = link.Token, login = "Chefe", name = "A Chefe", password = "Corvo-Azul-4411", language = "pt-BR" };
        JsonElement made = await ExpectAsync(HttpStatusCode.OK, first.PostAsync("/api/v1/set-up", body));
        Assert.Equal("signedIn", made.GetProperty("state").GetString());
        JsonElement user = made.GetProperty("user");
        Assert.Equal(("chefe", "A Chefe", "default", "pt-BR"), (Text(user, "login"), Text(user, "name"), Text(user, "company"), Text(user, "language")));
        Assert.Equal(Permissions.All, user.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!));
        Assert.Equal("signedIn", await first.StateAsync());

        using Browser second = Server.Browser();
        Assert.Equal("signedOut", await second.StateAsync());
        await ExpectAsync(HttpStatusCode.Gone, second.PostAsync("/api/v1/set-up", body));
        Assert.Null(await Server.Stores.Links.MakeSetUpAsync(default));
        await ExpectAsync(HttpStatusCode.OK, second.SignInAsync("chefe"));
        Assert.StartsWith("pbkdf2-sha256$600000$", await Server.QueryAsync<string>("select password from app_user"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_a_day_old_or_was_replaced_is_dead()
    {
        OneTimeLink replaced = (await Server.Stores.Links.MakeSetUpAsync(default))!;
        OneTimeLink old = (await Server.Stores.Links.MakeSetUpAsync(default))!;
        using Browser browser = Server.Browser();
        await ExpectAsync(HttpStatusCode.Gone, browser.PostAsync("/api/v1/set-up", SetUp(replaced.Token)));
        Server.Time.Forward(TimeSpan.FromHours(24));
        await ExpectAsync(HttpStatusCode.Gone, browser.PostAsync("/api/v1/set-up", SetUp(old.Token)));
        await ExpectAsync(HttpStatusCode.Gone, browser.PostAsync("/api/v1/set-up", SetUp("' or 1=1 --")));
        Assert.Equal("setUp", await browser.StateAsync());
    }

    [Fact]
    public async Task Whoever_signs_in_gets_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        await Server.AddAsync("ana", "default", "viewer");
        using Browser plain = Server.Browser();
        await ExpectAsync(HttpStatusCode.OK, plain.SignInAsync(" ANA "));
        Assert.Matches("^xhand_session=[A-Za-z0-9_-]{43}; path=/; samesite=strict; httponly$", plain.SetCookie);

        using Browser secure = Server.Browser(isSecure: true);
        using HttpResponseMessage response = await secure.SignInAsync("ana");
        Assert.Matches("^__Host-xhand_session=[A-Za-z0-9_-]{43}; path=/; secure; samesite=strict; httponly$", secure.SetCookie);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("max-age=31536000", response.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("signedIn", await secure.StateAsync());

        // A plain cookie, which anybody on the way could have set, is none on HTTPS.
        using HttpResponseMessage forced = await secure.SendAsync(HttpMethod.Get, "/api/v1/status", null, ("Cookie", "xhand_session=" + plain.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, forced.StatusCode);
    }

    [Fact]
    public async Task Unknown_login_wrong_password_and_disabled_user_are_answered_alike()
    {
        UserRow ana = await Server.AddAsync("ana", "default", "viewer");
        await Server.Stores.Users.SaveAsync(ana.Company, new("ana", "", "", "pt-BR", ["viewer"], false), AuditActor.System, default);
        await Server.AddAsync("bia", "default", "viewer");
        using Browser browser = Server.Browser();
        string[] answers = await Task.WhenAll(
            TextAsync(browser.SignInAsync("nobody")), TextAsync(browser.SignInAsync("ana")), TextAsync(browser.SignInAsync("bia", "Corvo-Azul-4412")));
        Assert.Single(answers.Select(a => a[..a.IndexOf("traceId", StringComparison.Ordinal)]).Distinct());
        Assert.Null(browser.Token);

        static async Task<string> TextAsync(Task<HttpResponseMessage> sent)
        {
            using HttpResponseMessage response = await sent;
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            return await response.Content.ReadAsStringAsync() + "traceId";
        }
    }

    [Fact]
    public async Task Who_guesses_must_wait_and_the_true_user_gets_in_from_elsewhere()
    {
        await Server.AddAsync("ana", "default", "viewer");
        using Browser guesser = Server.Browser();
        for (int i = 0; i < SignInGuard.FreePerLogin; i++)
        {
            await ExpectAsync(HttpStatusCode.Unauthorized, guesser.SignInAsync("ana", $"Corvo-Azul-{i}"));
        }

        using HttpResponseMessage locked = await guesser.SignInAsync("ana");
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        using HttpResponseMessage pretending = await guesser.SendAsync(
            HttpMethod.Post, "/api/v1/session", new { login = "ana", password = AccessServer.Password }, ("X-Forwarded-For", "203.0.113.9"));
        Assert.Equal(HttpStatusCode.TooManyRequests, pretending.StatusCode);

        using Browser elsewhere = Server.Browser(from: "127.0.0.2");
        await ExpectAsync(HttpStatusCode.OK, elsewhere.SignInAsync("ana"));

        Server.Time.Forward(TimeSpan.FromSeconds(31));
        await ExpectAsync(HttpStatusCode.OK, guesser.SignInAsync("ana"));
        Assert.Equal(1L, await Server.QueryAsync<long>("select count(*) from audit where action = 'lockOut' and key = 'ana' and address = '127.0.0.1'"));
        Assert.Equal(5L, await Server.QueryAsync<long>("select count(*) from audit where action = 'signInFailed'"));
    }

    [Fact]
    public async Task A_session_that_was_slipped_in_is_worth_nothing_and_each_sign_in_gets_a_new_one()
    {
        UserRow ana = await Server.AddAsync("ana", "default", "viewer");
        using Browser victim = Server.Browser(new string('A', 43));
        Assert.Equal("signedOut", await victim.StateAsync());
        await ExpectAsync(HttpStatusCode.OK, victim.SignInAsync("ana"));
        string first = victim.Token!;
        Assert.NotEqual(new string('A', 43), first);
        await ExpectAsync(HttpStatusCode.OK, victim.SignInAsync("ana"));
        Assert.NotEqual(first, victim.Token);
        using Browser old = Server.Browser(first);
        Assert.Equal("signedOut", await old.StateAsync());
        Assert.Single(await Server.Stores.Sessions.ListAsync(ana.Company, ana.Id, default));
    }

    [Fact]
    public async Task A_session_ends_when_it_is_idle_and_when_it_is_old()
    {
        UserRow ana = await Server.AddAsync("ana", "default", "viewer");
        using Browser idle = await Server.EnterAsync(ana);
        using Browser busy = await Server.EnterAsync(ana);
        for (int hour = 0; hour < 13; hour++)
        {
            Assert.Equal("signedIn", await busy.StateAsync());
            Server.Time.Forward(TimeSpan.FromMinutes(55));
        }

        Assert.Equal("signedIn", await busy.StateAsync());
        Assert.Equal("signedOut", await idle.StateAsync());
        Server.Time.Forward(TimeSpan.FromMinutes(6));
        Assert.Equal("signedOut", await busy.StateAsync());
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_only_the_cookie()
    {
        using Browser browser = await Server.EnterAsync(await Server.AddAsync("ana", "default", "viewer"));
        string token = browser.Token!;
        await ExpectAsync(HttpStatusCode.NoContent, browser.DeleteAsync("/api/v1/session"));
        Assert.Null(browser.Token);
        using Browser thief = Server.Browser(token);
        Assert.Equal("signedOut", await thief.StateAsync());
        await ExpectAsync(HttpStatusCode.NoContent, thief.DeleteAsync("/api/v1/session"));
    }

    [Fact]
    public async Task A_change_by_cookie_needs_the_header_that_other_sites_cannot_send()
    {
        using Browser browser = await Server.EnterAsync(await Server.AddAsync("ana", "default", "administrator"));
        object body = new { name = "Nova" };
        await ExpectAsync(HttpStatusCode.Forbidden, browser.SendAsync(HttpMethod.Put, "/api/v1/extensions/1750", body, ("X-XHand", null)));
        await ExpectAsync(HttpStatusCode.Forbidden, browser.SendAsync(HttpMethod.Put, "/api/v1/extensions/1750", body, ("Sec-Fetch-Site", "cross-site")));
        await ExpectAsync(HttpStatusCode.NotFound, browser.GetAsync("/api/v1/extensions/1750"));
        await ExpectAsync(HttpStatusCode.Created, browser.SendAsync(HttpMethod.Put, "/api/v1/extensions/1750", body, ("Sec-Fetch-Site", "same-origin")));
    }

    [Fact]
    public async Task A_new_user_sets_a_password_by_link_and_weak_ones_are_refused()
    {
        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        await ExpectAsync(HttpStatusCode.Created, admin.PutAsync("/api/v1/users/joao.silva", new { name = "João", roles = new[] { "viewer" } }));
        string link = (await ExpectAsync(HttpStatusCode.OK, admin.PostAsync("/api/v1/users/joao.silva/link", new { }))).GetProperty("link").GetString()!;
        Assert.StartsWith($"{Server.Address}password?token=", link, StringComparison.Ordinal);
        string token = link.Split('=')[1];
        using Browser joao = Server.Browser();
        foreach (string weak in (string[])["curta-123", "joao.silva", "JOAO.SILVA", "1234567890", "Senha12345", "aaaaaaaaaaaa", new string('x', 300)])
        {
            JsonElement problem = await ExpectAsync(HttpStatusCode.UnprocessableEntity, joao.PostAsync("/api/v1/password", new { token, password = weak }));
            Assert.Equal("password", problem.GetProperty("errors")[0].GetProperty("path").GetString());
        }

        JsonElement entered = await ExpectAsync(HttpStatusCode.OK, joao.PostAsync("/api/v1/password", new { token, password = "Corvo-Azul-4411" }));
        Assert.Equal("joao.silva", Text(entered.GetProperty("user"), "login"));
        await ExpectAsync(HttpStatusCode.Gone, joao.PostAsync("/api/v1/password", new { token, password = "Corvo-Azul-4412" }));
        await ExpectAsync(HttpStatusCode.OK, joao.SignInAsync("joao.silva"));
    }

    [Fact]
    public async Task Another_password_ends_the_other_sessions_and_a_disabled_user_has_none()
    {
        UserRow ana = await Server.AddAsync("ana", "default", "viewer");
        using Browser here = await Server.EnterAsync(ana);
        using Browser there = await Server.EnterAsync(ana);
        Assert.Equal("signedIn", await there.StateAsync());
        await ExpectAsync(HttpStatusCode.UnprocessableEntity, here.PutAsync("/api/v1/session/password", new { current = "no", password = "Pato-Verde-9922" }));
        await ExpectAsync(HttpStatusCode.NoContent, here.PutAsync("/api/v1/session/password", new { current = AccessServer.Password, password = "Pato-Verde-9922" }));
        Assert.Equal(("signedIn", "signedOut"), (await here.StateAsync(), await there.StateAsync()));

        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        await ExpectAsync(HttpStatusCode.OK, admin.PutAsync("/api/v1/users/ana", new { roles = new[] { "viewer" }, enabled = false }));
        Assert.Equal("signedOut", await here.StateAsync());
        await ExpectAsync(HttpStatusCode.Unauthorized, here.SignInAsync("ana", "Pato-Verde-9922"));
    }

    [Fact]
    public async Task One_sees_and_ends_ones_own_sessions()
    {
        UserRow ana = await Server.AddAsync("ana", "default", "viewer");
        using Browser here = await Server.EnterAsync(ana);
        using Browser lost = await Server.EnterAsync(ana);
        using Browser bia = await Server.EnterAsync(await Server.AddAsync("bia", "default", "viewer"));
        JsonElement list = await ExpectAsync(HttpStatusCode.OK, here.GetAsync("/api/v1/sessions"));
        Assert.Equal(2, list.GetArrayLength());
        string other = Text(list.EnumerateArray().Single(s => !s.GetProperty("isCurrent").GetBoolean()), "id");
        await ExpectAsync(HttpStatusCode.NotFound, bia.DeleteAsync("/api/v1/sessions/" + other));
        await ExpectAsync(HttpStatusCode.NoContent, here.DeleteAsync("/api/v1/sessions/" + other));
        Assert.Equal(("signedIn", "signedOut"), (await here.StateAsync(), await lost.StateAsync()));
    }

    [Fact]
    public async Task A_password_that_was_hashed_for_less_is_hashed_anew_at_the_next_sign_in()
    {
        UserRow ana = await Server.AddAsync("ana", "default", "viewer");
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(AccessServer.Password), salt, 1000, HashAlgorithmName.SHA256, 32);
        string weak = string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha256$1000${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
        await Server.Stores.Users.SetPasswordAsync(ana, weak, null, AuditActor.System, default);
        using Browser browser = Server.Browser();
        await ExpectAsync(HttpStatusCode.OK, browser.SignInAsync("ana"));
        Assert.StartsWith("pbkdf2-sha256$600000$", await Server.QueryAsync<string>("select password from app_user"), StringComparison.Ordinal);
        await ExpectAsync(HttpStatusCode.OK, browser.SignInAsync("ana"));
    }

    [Fact]
    [Trait("Feature", "INS-10")]
    public async Task One_form_takes_each_user_to_what_their_roles_allow()
    {
        await Server.AddAsync("chefe", "default", "administrator");
        await Server.AddAsync("olho", "default", "viewer");
        await Server.AddAsync("chefe", "loja", "administrator");
        using Browser browser = Server.Browser();
        Assert.Contains("users.change", Permitted(await ExpectAsync(HttpStatusCode.OK, browser.SignInAsync("chefe"))));
        IEnumerable<string> viewer = Permitted(await ExpectAsync(HttpStatusCode.OK, browser.SignInAsync("olho")));
        Assert.All(viewer, permission => Assert.EndsWith(".view", permission, StringComparison.Ordinal));
        Assert.DoesNotContain("users.view", viewer);
        JsonElement shop = await ExpectAsync(HttpStatusCode.OK, browser.SignInAsync("chefe", company: "loja"));
        Assert.Equal("loja", Text(shop.GetProperty("user"), "company"));
        await ExpectAsync(HttpStatusCode.Unauthorized, browser.SignInAsync("olho", company: "loja"));

        static IEnumerable<string> Permitted(JsonElement session) =>
            session.GetProperty("user").GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!).ToList();
    }

    private static object SetUp(string token) => new { token, login = "chefe", password = "Corvo-Azul-4411" };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
