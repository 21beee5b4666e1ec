using System.Net;
using System.Text.Json;
using XHand.Storage;

namespace XHand.Web.Tests.Access;

/// <summary>Users, roles and keys: what an administrator can and cannot do with them.</summary>
public sealed class UserRightsTests(AccessDatabase database) : AccessTest(database)
{
    [Fact]
    public async Task The_last_administrator_cannot_be_removed_disabled_or_stripped()
    {
        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        await Server.AddAsync("chefe", "loja", "administrator");
        await ExpectAsync(HttpStatusCode.Conflict, admin.DeleteAsync("/api/v1/users/chefe"));
        await ExpectAsync(HttpStatusCode.Conflict, admin.PutAsync("/api/v1/users/chefe", new { roles = new[] { "viewer" } }));
        await ExpectAsync(HttpStatusCode.Conflict, admin.PutAsync("/api/v1/users/chefe", new { roles = new[] { "administrator" }, enabled = false }));
        Assert.Equal("signedIn", await admin.StateAsync());

        await Server.AddAsync("vice", "default", "administrator");
        await ExpectAsync(HttpStatusCode.OK, admin.PutAsync("/api/v1/users/vice", new { roles = new[] { "administrator" }, enabled = false }));
        await ExpectAsync(HttpStatusCode.Conflict, admin.DeleteAsync("/api/v1/users/chefe"));
        await ExpectAsync(HttpStatusCode.OK, admin.PutAsync("/api/v1/users/vice", new { roles = new[] { "administrator" } }));
        await ExpectAsync(HttpStatusCode.NoContent, admin.DeleteAsync("/api/v1/users/chefe"));
        Assert.Equal("signedOut", await admin.StateAsync());
    }

    [Fact]
    public async Task Built_in_roles_stay_and_a_role_in_use_is_not_deleted()
    {
        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        foreach (string role in RoleName.BuiltIn)
        {
            await ExpectAsync(HttpStatusCode.Conflict, admin.PutAsync("/api/v1/roles/" + role, new { permissions = Array.Empty<string>() }));
            await ExpectAsync(HttpStatusCode.Conflict, admin.DeleteAsync("/api/v1/roles/" + role));
        }

        await ExpectAsync(HttpStatusCode.UnprocessableEntity, admin.PutAsync("/api/v1/roles/ramais", new { permissions = new[] { "extensions.fly" } }));
        await ExpectAsync(HttpStatusCode.Created, admin.PutAsync("/api/v1/roles/ramais", new { permissions = new[] { "extensions.change", "extensions.view" } }));
        await ExpectAsync(HttpStatusCode.UnprocessableEntity, admin.PutAsync("/api/v1/users/rui", new { roles = new[] { "ramal" } }));
        using Browser rui = await Server.EnterAsync(await Server.AddAsync("rui", "default", "ramais"));
        await ExpectAsync(HttpStatusCode.Created, rui.PutAsync("/api/v1/extensions/1750", new { name = "Nova" }));
        await ExpectAsync(HttpStatusCode.Forbidden, rui.GetAsync("/api/v1/calls"));
        await ExpectAsync(HttpStatusCode.Conflict, admin.DeleteAsync("/api/v1/roles/ramais"));

        // What a role is made of counts at once for who is signed in.
        await ExpectAsync(HttpStatusCode.OK, admin.PutAsync("/api/v1/roles/ramais", new { permissions = new[] { "extensions.view" } }));
        await ExpectAsync(HttpStatusCode.Forbidden, rui.PutAsync("/api/v1/extensions/1751", new { name = "Outra" }));
        await ExpectAsync(HttpStatusCode.NoContent, admin.DeleteAsync("/api/v1/users/rui"));
        await ExpectAsync(HttpStatusCode.NoContent, admin.DeleteAsync("/api/v1/roles/ramais"));
    }

    [Fact]
    public async Task Nobody_gives_what_they_do_not_have()
    {
        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        await ExpectAsync(HttpStatusCode.Created, admin.PutAsync("/api/v1/roles/rh", new { permissions = new[] { "users.view", "users.change", "keys.change" } }));
        using Browser rh = await Server.EnterAsync(await Server.AddAsync("rh", "default", "rh"));
        await ExpectAsync(HttpStatusCode.Created, rh.PutAsync("/api/v1/users/novo", new { roles = new[] { "rh" } }));
        await ExpectAsync(HttpStatusCode.Forbidden, rh.PutAsync("/api/v1/users/novo", new { roles = new[] { "administrator" } }));
        await ExpectAsync(HttpStatusCode.Forbidden, rh.PutAsync("/api/v1/users/rh", new { roles = new[] { "rh", "administrator" } }));
        await ExpectAsync(HttpStatusCode.Forbidden, rh.PutAsync("/api/v1/users/chefe", new { roles = new[] { "rh" } }));
        await ExpectAsync(HttpStatusCode.Forbidden, rh.PostAsync("/api/v1/users/chefe/link", new { }));
        await ExpectAsync(HttpStatusCode.Forbidden, rh.DeleteAsync("/api/v1/users/chefe"));
        await ExpectAsync(HttpStatusCode.Forbidden, rh.PutAsync("/api/v1/roles/rh", new { permissions = new[] { "users.change", "calls.hangUp" } }));
        await ExpectAsync(HttpStatusCode.Forbidden, rh.PostAsync("/api/v1/api-keys", new { name = "k", scopes = new[] { "read" } }));
    }

    [Fact]
    public async Task A_key_carries_a_permission_by_its_own_name_but_never_users_or_keys()
    {
        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        JsonElement made = await ExpectAsync(
            HttpStatusCode.Created, admin.PostAsync("/api/v1/api-keys", new { name = "painel", scopes = new[] { "extensions.view", "live" } }));
        using HttpClient program = new() { BaseAddress = Server.Address };
        program.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("key").GetString());
        await ExpectAsync(HttpStatusCode.OK, program.GetAsync(new Uri("/api/v1/extensions", UriKind.Relative)));
        await ExpectAsync(HttpStatusCode.OK, program.GetAsync(new Uri("/api/v1/calls", UriKind.Relative)));
        await ExpectAsync(HttpStatusCode.Forbidden, program.GetAsync(new Uri("/api/v1/call-records", UriKind.Relative)));
        foreach (string scope in (string[])["users.change", "keys.change", "socket", "signed-in", "administrator", "*"])
        {
            await ExpectAsync(HttpStatusCode.BadRequest, admin.PostAsync("/api/v1/api-keys", new { name = "x", scopes = new[] { scope } }));
        }
    }

    [Fact]
    public async Task An_administrator_who_is_locked_out_gets_a_link_on_the_command_line()
    {
        await Server.AddAsync("chefe", "default", "administrator");
        HttpClient local = Server.Local();
        using HttpResponseMessage response = await local.PostAsync(new Uri("/api/v1/users/chefe/link", UriKind.Relative), null);
        string link = (await ExpectAsync(HttpStatusCode.OK, response)).GetProperty("link").GetString()!;
        using Browser browser = Server.Browser();
        await ExpectAsync(HttpStatusCode.OK, browser.PostAsync("/api/v1/password", new { token = link.Split('=')[1], password = "Pato-Verde-9922" }));
        await ExpectAsync(HttpStatusCode.OK, browser.SignInAsync("chefe", "Pato-Verde-9922"));
        using HttpResponseMessage own = await local.GetAsync(new Uri("/api/v1/session", UriKind.Relative));
        Assert.Equal("cli", (await ExpectAsync(HttpStatusCode.OK, own)).GetProperty("user").GetProperty("login").GetString());
    }
}
