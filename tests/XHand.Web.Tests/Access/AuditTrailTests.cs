using System.Net;
using System.Text.Json;
using XHand.Storage;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests.Access;

/// <summary>Every change is on record once: who, from where, through what, before and after; and a record that was tampered with is found.</summary>
[Trait("Feature", "SYS-09")]
public sealed class AuditTrailTests(AccessDatabase database) : AccessTest(database)
{
    [Fact]
    public async Task Each_of_an_administrators_actions_makes_exactly_one_entry()
    {
        await Server.AddAsync("chefe", "default", "administrator");
        UserRow chefe = (await Server.Stores.Users.FindAsync(Server.Company("default"), "chefe", default))!;
        await Server.Stores.Users.SaveAsync(chefe.Company, new("chefe", "Chefe", "chefe@example.com", "pt-BR", ["administrator"], true), AuditActor.System, default);
        Guid call = Server.Calls.Ring(Server.Company("default"), "1700", "1701");
        using Browser admin = Server.Browser();
        int seen = await CountAsync();
        (string Method, string Path, object? Body, string Entry)[] actions =
        [
            ("POST", "session", new { login = "chefe", password = AccessServer.Password }, "sessions chefe signIn"),
            ("PUT", "extensions/1750", new { name = "Nova", password = "Zeb-4419-ra-x" }, "extensions 1750 create"),
            ("PUT", "extensions/1750", new { name = "Novissima" }, "extensions 1750 change"),
            ("PUT", "extensions/1750", new { name = "Novissima", password = "Zeb-4420-ra-x" }, "extensions 1750 change"),
            ("DELETE", "extensions/1750", null, "extensions 1750 delete"),
            ("PUT", "announcements/1799", new { prompt = "welcome" }, "announcements 1799 create"),
            ("PUT", "announcements/1799", new { prompt = "busy" }, "announcements 1799 change"),
            ("DELETE", "announcements/1799", null, "announcements 1799 delete"),
            ("POST", "site", new { extensions = new[] { new { number = "1760", name = "Arquivo" } } }, "extensions 1760 create"),
            ("PUT", "roles/ramais", new { permissions = new[] { "extensions.view" } }, "roles ramais create"),
            ("PUT", "roles/ramais", new { permissions = new[] { "extensions.view", "extensions.change" } }, "roles ramais change"),
            ("PUT", "users/rui", new { name = "Rui", roles = new[] { "ramais" } }, "users rui create"),
            ("PUT", "users/rui", new { name = "Rui", email = "rui@example.com", roles = new[] { "ramais" } }, "users rui change"),
            ("PUT", "users/rui", new { name = "Rui", email = "rui@example.com", roles = new[] { "viewer" } }, "users rui change"),
            ("POST", "users/rui/link", new { }, "users rui link"),
            ("PUT", "users/rui", new { name = "Rui", email = "rui@example.com", roles = new[] { "viewer" }, enabled = false }, "users rui change"),
            ("DELETE", "users/rui", null, "users rui delete"),
            ("DELETE", "roles/ramais", null, "roles ramais delete"),
            ("POST", "api-keys", new { name = "painel", scopes = new[] { "read" } }, "apiKeys painel create"),
            ("DELETE", "api-keys/painel", null, "apiKeys painel delete"),
            ("POST", "calls", new { from = "1700", to = "1701" }, "calls * place"),
            ("DELETE", "calls/" + call, null, $"calls {call} hangUp"),
            ("PUT", "session/password", new { current = AccessServer.Password, password = "Pato-Verde-9922" }, "users chefe setPassword"),
            ("DELETE", "session", null, "sessions chefe signOut"),
        ];
        foreach ((string method, string path, object? body, string entry) in actions)
        {
            using HttpResponseMessage response = await admin.SendAsync(new(method), "/api/v1/" + path, body);
            Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            int now = await CountAsync();
            Assert.True(now == seen + 1, $"{method} {path} made {now - seen} entries");
            seen = now;
            string last = await Server.QueryAsync<string>("select concat_ws(' ', kind, case kind || action when 'callsplace' then '*' else key end, action) from audit order by number desc limit 1");
            Assert.Equal(entry, last);
            string who = await Server.QueryAsync<string>("select concat_ws(' ', actor, email, address, through) from audit order by number desc limit 1");
            Assert.StartsWith($"user:chefe chefe@example.com 127.0.0.1 {method} /api/v1/{path.Split('/')[0]}", who, StringComparison.Ordinal);
        }

        Assert.True(actions.Length > 20);

        // What changes nothing leaves no entry.
        await ExpectAsync(HttpStatusCode.OK, admin.SignInAsync("chefe", "Pato-Verde-9922"));
        await ExpectAsync(HttpStatusCode.OK, admin.PutAsync("/api/v1/extensions/1760", new { name = "Arquivo" }));
        await ExpectAsync(HttpStatusCode.NotFound, admin.DeleteAsync("/api/v1/users/rui"));
        Assert.Equal(seen + 1, await CountAsync());
    }

    [Fact]
    public async Task The_audit_is_read_by_filters_and_pages_and_by_its_company_alone()
    {
        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        for (int i = 0; i < 5; i++)
        {
            await ExpectAsync(HttpStatusCode.Created, admin.PutAsync($"/api/v1/extensions/175{i}", new { name = "Nova" }));
        }

        await ExpectAsync(HttpStatusCode.OK, admin.PutAsync("/api/v1/extensions/1750", new { name = "Outra" }));
        JsonElement one = await ExpectAsync(HttpStatusCode.OK, admin.GetAsync("/api/v1/audit?kind=extensions&key=1750&actor=chefe&since=1h"));
        Assert.Equal(["change", "create"], one.EnumerateArray().Select(r => r.GetProperty("action").GetString()!));
        Assert.Equal("Nova", one[0].GetProperty("before").GetProperty("name").GetString());
        Assert.Equal("Outra", one[0].GetProperty("after").GetProperty("name").GetString());

        List<long> numbers = [];
        string before = "";
        while (true)
        {
            JsonElement page = await ExpectAsync(HttpStatusCode.OK, admin.GetAsync($"/api/v1/audit?actor=user:chefe&kind=extensions&limit=4{before}"));
            numbers.AddRange(page.EnumerateArray().Select(r => r.GetProperty("number").GetInt64()));
            if (page.GetArrayLength() < 4)
            {
                break;
            }

            before = $"&before={numbers[^1]}";
        }

        Assert.Equal(6, numbers.Count);
        Assert.Equal(numbers.OrderDescending(), numbers);
        await ExpectAsync(HttpStatusCode.BadRequest, admin.GetAsync("/api/v1/audit?limit=0"));
        await ExpectAsync(HttpStatusCode.BadRequest, admin.GetAsync("/api/v1/audit?since=ontem"));

        using Browser shop = await Server.EnterAsync(await Server.AddAsync("chefe", "loja", "administrator"));
        JsonElement theirs = await ExpectAsync(HttpStatusCode.OK, shop.GetAsync("/api/v1/audit?limit=1000"));
        Assert.DoesNotContain(theirs.EnumerateArray(), r => r.GetProperty("key").GetString()!.StartsWith("175", StringComparison.Ordinal));
        Assert.NotEqual(0, theirs.GetArrayLength());
    }

    [Theory]
    [InlineData("update audit set address = '127.0.0.9' where number = 2", 2)]
    [InlineData("update audit set through = 'x' where number = 3", 3)]
    [InlineData("update audit set format = 1 where number = 2", 2)]
    [InlineData("delete from audit where number = 2", 2)]
    public async Task An_entry_that_was_edited_or_deleted_is_found_by_the_check(string tampering, long number)
    {
        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        await ExpectAsync(HttpStatusCode.Created, admin.PutAsync("/api/v1/extensions/1750", new { name = "Nova" }));
        await ExpectAsync(HttpStatusCode.Forbidden, admin.GetAsync("/api/v1/audit/check"));
        using HttpResponseMessage whole = await Server.Local().GetAsync(new Uri("/api/v1/audit/check", UriKind.Relative));
        Assert.False((await ExpectAsync(HttpStatusCode.OK, whole)).TryGetProperty("brokenAt", out _));

        await Server.ExecuteAsync($"alter table audit disable trigger all; {tampering}");
        using HttpResponseMessage broken = await Server.Local().GetAsync(new Uri("/api/v1/audit/check", UriKind.Relative));
        Assert.Equal(number, (await ExpectAsync(HttpStatusCode.OK, broken)).GetProperty("brokenAt").GetInt64());
    }

    private async Task<int> CountAsync() => (int)await Server.QueryAsync<long>("select count(*) from audit");
}
