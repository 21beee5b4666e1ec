using System.Net;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests.Access;

/// <summary>What ends by itself: failures that are forgotten, sessions that nobody uses, links and rows that are over.</summary>
public sealed class EndedAccessTests(AccessDatabase database) : AccessTest(database)
{
    [Fact]
    public async Task Who_guessed_must_wait_after_a_restart_too_and_another_network_need_not()
    {
        await Server.AddAsync("ana", "default", "viewer");
        using (Browser guesser = Server.Browser())
        {
            for (int i = 0; i < SignInGuard.FreePerLogin; i++)
            {
                await ExpectAsync(HttpStatusCode.Unauthorized, guesser.SignInAsync("ana", $"Corvo-Azul-{i}"));
            }
        }

        await Server.RestartAsync();

        using Browser again = Server.Browser();
        using HttpResponseMessage locked = await again.SignInAsync("ana");
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        using Browser elsewhere = Server.Browser(from: "127.0.0.2");
        await ExpectAsync(HttpStatusCode.OK, elsewhere.SignInAsync("ana"));
        Server.Time.Forward(TimeSpan.FromSeconds(31));
        await ExpectAsync(HttpStatusCode.OK, again.SignInAsync("ana"));

        // Right at last: nothing is left of the login's failures, here and after another restart.
        await Server.RestartAsync();
        using Browser later = Server.Browser();
        for (int i = 0; i < SignInGuard.FreePerLogin - 1; i++)
        {
            await ExpectAsync(HttpStatusCode.Unauthorized, later.SignInAsync("ana", $"Corvo-Azul-{i}"));
        }

        await ExpectAsync(HttpStatusCode.OK, later.SignInAsync("ana"));
    }

    [Fact]
    public async Task A_password_typed_as_a_login_is_kept_nowhere()
    {
        using Browser browser = Server.Browser();
        await ExpectAsync(HttpStatusCode.Unauthorized, browser.SignInAsync("corvo-azul-4411"));
        Assert.Equal(2L, await Server.QueryAsync<long>("select count(*) from sign_in_failure"));
        Assert.DoesNotContain("corvo", await Server.QueryAsync<string>("select string_agg(f::text, ' ') from sign_in_failure f"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("corvo", await Server.QueryAsync<string>("select string_agg(a::text, ' ') from audit a"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("corvo", Server.Logs.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_that_is_only_open_does_not_keep_its_session_and_one_that_is_used_does()
    {
        UserRow ana = await Server.AddAsync("ana", "default", "viewer");
        using Browser left = await Server.EnterAsync(ana);
        using Browser used = await Server.EnterAsync(ana);
        using HubClient leftPage = await HubClient.ConnectAsync(Server.Address, null, session: left.Token);
        using HubClient usedPage = await HubClient.ConnectAsync(Server.Address, null, session: used.Token);
        Assert.Null(await leftPage.InvokeAsync("Watch", "calls"));
        Assert.Null(await usedPage.InvokeAsync("Watch", "calls"));
        for (int minutes = 0; minutes < 80; minutes += 20)
        {
            await ExpectAsync(HttpStatusCode.OK, used.GetAsync("/api/v1/calls"));

            // Lists that others changed: the page asks, nobody touched it.
            (await left.SendAsync(HttpMethod.Get, "/api/v1/calls", null, (Attendance.UnattendedHeader, "1"))).Dispose();
            Server.Time.Forward(TimeSpan.FromMinutes(20));
        }

        await leftPage.EndsAsync();
        Assert.Null(await usedPage.InvokeAsync("Watch", "registrations"));
        Assert.Equal(("signedOut", "signedIn"), (await left.StateAsync(), await used.StateAsync()));
    }

    [Fact]
    public async Task What_is_over_is_deleted_and_what_lives_stays()
    {
        UserRow ana = await Server.AddAsync("ana", "default", "viewer");
        UserRow bia = await Server.AddAsync("bia", "loja", "viewer");
        using Browser idle = await Server.EnterAsync(ana);
        Assert.NotNull(await Server.Stores.Links.MakeAsync(ana.Company, "ana", AuditActor.System, default));
        using (Browser guesser = Server.Browser())
        {
            await ExpectAsync(HttpStatusCode.Unauthorized, guesser.SignInAsync("ana", "Corvo-Azul-1"));
        }

        Server.Time.Forward(TimeSpan.FromMinutes(61));
        using Browser fresh = await Server.EnterAsync(bia);
        Assert.Equal((1, 0, 2), await Server.Ended.DeleteAsync(default));
        Assert.Equal("signedIn", await fresh.StateAsync());
        Assert.Equal(1L, await Server.QueryAsync<long>("select count(*) from one_time_link"));

        Server.Time.Forward(TimeSpan.FromHours(23));
        Assert.Equal((1, 1, 0), await Server.Ended.DeleteAsync(default));
        Assert.Equal((0, 0, 0), await Server.Ended.DeleteAsync(default));
    }
}
