using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests.Access;

/// <summary>
/// Walks every route that is mapped, so that a new one is in it by itself, as nobody, in every built-in role, with a key of every scope, and as
/// another company's administrator.
/// </summary>
public sealed partial class RouteWalkTests(AccessDatabase database) : AccessTest(database)
{
    // Open to anyone, each for a reason: health for supervisors, the description, SIP (which asks for its own password), and what leads to a session.
    private static readonly string[] _open =
        ["/health/live", "/health/ready", "/openapi/{documentName}.json", "/sip", "/api/v1/session", "/api/v1/set-up", "/api/v1/password"];

    private static readonly string[] _notToBeGiven = ["signed-in", "socket", "metrics"];

    // What belongs to the default company and must never be seen by the other.
    private const string Mark = "Segredo da Padrao";

    private sealed record Step(string Method, string Template, string? Needs)
    {
        public override string ToString() => $"{Method} {Template}";
    }

    [Fact]
    public void Only_what_leads_to_a_session_is_open_and_all_else_needs_a_permission_that_exists()
    {
        Step[] steps = [.. Steps()];
        Assert.Equal(_open.Order(StringComparer.Ordinal), steps.Where(s => s.Needs is null).Select(s => s.Template).Distinct().Order(StringComparer.Ordinal));
        string[] unknown =
        [
            .. steps.Where(s => s.Needs is { } needs && !Permissions.All.Contains(needs) && !_notToBeGiven.Contains(needs)).Select(s => $"{s} needs {s.Needs}"),
        ];
        Assert.True(unknown.Length == 0, "Not one of Permissions: " + string.Join("; ", unknown));
        Assert.True(steps.Length > 35, $"only {steps.Length} were found");
    }

    [Fact]
    public async Task Nobody_is_refused_everywhere()
    {
        using Browser nobody = Server.Browser();
        using Browser stranger = Server.Browser(new string('A', 43));
        foreach (Step step in Guarded())
        {
            foreach (Browser caller in (Browser[])[nobody, stranger])
            {
                Assert.True(await StatusAsync(caller, step, Elsewhere) == HttpStatusCode.Unauthorized, $"{step} let nobody in");
            }
        }
    }

    [Fact]
    [Trait("Feature", "SYS-10")]
    public async Task Every_built_in_role_is_let_in_where_it_has_the_permission_and_nowhere_else()
    {
        foreach (string role in RoleName.BuiltIn)
        {
            UserRow user = await Server.AddAsync("papel-" + role, "default", role);
            using Browser browser = await Server.EnterAsync(user);
            FrozenSet<string> may = Permissions.OfRoles([role], []);
            foreach (Step step in Guarded())
            {
                HttpStatusCode status = await StatusAsync(browser, step, Elsewhere);
                bool expected = step.Needs == "signed-in" || may.Contains(step.Needs!);
                Assert.True((status is not HttpStatusCode.Forbidden) == expected && status != HttpStatusCode.Unauthorized, $"{role}: {step} needs {step.Needs} and gave {(int)status}");
            }
        }
    }

    [Fact]
    public async Task A_key_of_every_scope_is_let_in_where_the_scope_says_and_nowhere_else()
    {
        foreach (string scope in Scopes.OfKeys.Concat(Permissions.All.Where(Permissions.IsScope)))
        {
            HttpClient program = await Server.ProgramAsync("default", scope);
            FrozenSet<string> may = Permissions.OfScopes([scope]);
            foreach (Step step in Guarded().Where(s => s.Needs != "signed-in"))
            {
                using HttpRequestMessage request = new(new(step.Method), Path(step, Elsewhere)) { Content = Body(step) };
                using HttpResponseMessage response = await program.SendAsync(request);
                Assert.True((response.StatusCode != HttpStatusCode.Forbidden) == may.Contains(step.Needs!), $"{scope}: {step} gave {(int)response.StatusCode}");
            }
        }
    }

    [Fact]
    [Trait("Feature", "INS-14")]
    public async Task Another_companys_administrator_finds_nothing_of_this_one_and_changes_nothing()
    {
        Guid call = await PlantAsync();
        Dictionary<string, string> known = new()
        {
            ["callId"] = call.ToString(), ["login"] = "segredo", ["role"] = "segredo", ["name"] = "segredo", ["number"] = "1733", ["key"] = "1733",
            ["session"] = (await Server.Stores.Sessions.ListAsync(Server.Company("default"), (await SecretAsync()).Id, default))[0].Id.ToString(),
        };
        string before = await StateAsync();
        using Browser intruder = await Server.EnterAsync(await Server.AddAsync("chefe", "loja", "administrator"));
        foreach (Step step in Guarded())
        {
            using HttpResponseMessage response = await intruder.SendAsync(new(step.Method), Path(step, known), step.Method is "PUT" or "POST" ? "no object" : null);
            string text = await response.Content.ReadAsStringAsync();
            Assert.False(text.Contains(Mark, StringComparison.OrdinalIgnoreCase), $"{step} showed the other company's data: {text}");
            bool isByKey = step.Template.Contains('{', StringComparison.Ordinal);
            if (isByKey && step.Method is "GET" or "DELETE")
            {
                Assert.True(response.StatusCode is HttpStatusCode.NotFound, $"{step} of the other company gave {(int)response.StatusCode}: {text}");
            }
        }

        // What may be made under the same key is one's own.
        foreach (Step step in Guarded().Where(s => s.Method == "PUT"))
        {
            (await intruder.PutAsync(Path(step, known), new { name = "Nossa", roles = Array.Empty<string>(), permissions = Array.Empty<string>() })).Dispose();
        }

        Assert.Equal(before, await StateAsync());
        Assert.Single(Server.Calls.Live);
    }

    [Fact]
    public async Task The_command_line_acts_for_the_company_that_it_names()
    {
        await PlantAsync();
        HttpClient shop = Server.Local("loja");
        Assert.DoesNotContain(Mark, await shop.GetStringAsync(new Uri("/api/v1/extensions", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains(Mark, await Server.Local().GetStringAsync(new Uri("/api/v1/extensions", UriKind.Relative)), StringComparison.Ordinal);
        foreach (Step step in Guarded().Where(s => s.Method == "GET"))
        {
            using HttpResponseMessage response = await shop.GetAsync(new Uri(Path(step, Elsewhere), UriKind.Relative));
            Assert.True(
                response.StatusCode is not HttpStatusCode.Unauthorized && (response.StatusCode != HttpStatusCode.Forbidden || step.Needs == "signed-in"),
                $"{step} refused the command line: {(int)response.StatusCode}");
        }
    }

    private async Task<Guid> PlantAsync()
    {
        Guid company = Server.Company("default");
        await Server.Site.ApplyAsync($$"""{"extensions": [{"number": "1733", "password": "Zeb-4411-ra-x", "name": "{{Mark}}"}]}""");
        await Server.Stores.Roles.SaveAsync(company, new("segredo", ["calls.view"]), new AuditActor("test", Mark), default);
        UserRow user = await Server.AddAsync("segredo", "default", "segredo");
        await Server.Stores.Users.SaveAsync(company, new("segredo", Mark, "", "pt-BR", ["segredo"], true), AuditActor.System, default);
        (await Server.EnterAsync(user)).Dispose();
        await Server.Keys.CreateAsync("default", "segredo", ["read"], AuditActor.System, default);
        Server.Calls.Record(company, Mark, "1733");
        return Server.Calls.Ring(company, Mark, "1733");
    }

    private async Task<UserRow> SecretAsync() => (await Server.Stores.Users.FindAsync(Server.Company("default"), "segredo", default))!;

    private Task<string> StateAsync() => Server.QueryAsync<string>($"""
        select concat_ws('|',
            (select string_agg(e::text, ',' order by number) from extension e where company = '{Server.Company("default")}'),
            (select string_agg(concat_ws(' ', login, name, roles, enabled, password), ',' order by login) from app_user where company = '{Server.Company("default")}'),
            (select string_agg(r::text, ',' order by name) from app_role r where company = '{Server.Company("default")}'),
            (select string_agg(concat_ws(' ', name, revoked_at), ',' order by name) from api_key where company = '{Server.Company("default")}'),
            (select count(*)::text from app_session where company = '{Server.Company("default")}'),
            (select count(*)::text from one_time_link))
        """);

    // Keys that nothing has: what is let in then answers 404 or 400 and changes nothing.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["callId"] = Guid.Empty.ToString(), ["session"] = Guid.Empty.ToString(),
    };

    private IEnumerable<Step> Steps() =>
        from route in Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let text = route.RoutePattern.RawText!
        let isOpen = route.Metadata.GetMetadata<IAllowAnonymous>() is not null
        where !text.StartsWith("/live", StringComparison.Ordinal)
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select new Step(method, text, isOpen ? null : route.Metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy ?? "nothing that it says");

    // /metrics is open to this machine, which is where these tests run; AccessTests has its own.
    private IEnumerable<Step> Guarded() => Steps().Where(s => s.Needs is not null and not "metrics");

    private static async Task<HttpStatusCode> StatusAsync(Browser caller, Step step, Dictionary<string, string> keys)
    {
        string? kept = caller.Token;
        using HttpResponseMessage response = await caller.SendAsync(new(step.Method), Path(step, keys), step.Method is "PUT" or "POST" ? "no object" : null);
        caller.Token = kept;
        return response.StatusCode;
    }

    private static StringContent? Body(Step step) =>
        step.Method is "PUT" or "POST" ? new StringContent("\"no object\"", Encoding.UTF8, "application/json") : null;

    private static string Path(Step step, Dictionary<string, string> keys) =>
        RouteKey().Replace(step.Template, match => keys.TryGetValue(match.Groups[1].Value, out string? key) ? key
            : match.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "nao-existe")
        + "?from=1733&dial=1733&call=" + keys.GetValueOrDefault("callId");

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex RouteKey();
}
