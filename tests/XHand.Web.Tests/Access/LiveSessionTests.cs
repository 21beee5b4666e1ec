using System.Net;
using XHand.Storage;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests.Access;

/// <summary>The live hub asks for the same rights as the API, of a person's session too.</summary>
public sealed class LiveSessionTests(AccessDatabase database) : AccessTest(database)
{
    [Fact]
    public async Task A_session_watches_what_its_roles_allow_of_its_company_alone()
    {
        Server.Calls.Ring(Server.Company("default"), "1700", "1701");
        Guid own = Server.Calls.Ring(Server.Company("loja"), "2000", "2001");
        using Browser shop = await Server.EnterAsync(await Server.AddAsync("lia", "loja", "viewer"));
        using HubClient page = await HubClient.ConnectAsync(Server.Address, null, session: shop.Token);
        Assert.Null(await page.InvokeAsync("Watch", "site"));
        Assert.Equal("site", (await page.StateAsync()).Topic);
        await page.DoAsync("Watch", "calls");
        Assert.Equal(own, (await page.StateAsync()).Items.EnumerateArray().Single().GetProperty("callId").GetGuid());

        await Server.Stores.Roles.SaveAsync(Server.Company("loja"), new("ramais", ["extensions.view"]), AuditActor.System, default);
        using Browser limited = await Server.EnterAsync(await Server.AddAsync("rui", "loja", "ramais"));
        using HubClient refused = await HubClient.ConnectAsync(Server.Address, null, session: limited.Token);
        Assert.Contains("needed: calls.view", await refused.InvokeAsync("Watch", "calls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_is_disabled_is_disconnected()
    {
        using Browser admin = await Server.EnterAsync(await Server.AddAsync("chefe", "default", "administrator"));
        using Browser ana = await Server.EnterAsync(await Server.AddAsync("ana", "default", "viewer"));
        using HubClient page = await HubClient.ConnectAsync(Server.Address, null, session: ana.Token);
        Assert.Null(await page.InvokeAsync("Watch", "calls"));
        await ExpectAsync(HttpStatusCode.OK, admin.PutAsync("/api/v1/users/ana", new { roles = new[] { "viewer" }, enabled = false }));
        await page.EndsAsync();
    }
}
