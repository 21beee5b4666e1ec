using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using XHand.Storage;

namespace XHand.Web.Tests.Access;

/// <summary>Secrets that go in are found nowhere that they do not belong: not in a dump of the database, not in logs, not in answers.</summary>
public sealed class SecretsTests(AccessDatabase database) : AccessTest(database)
{
    [Fact]
    public async Task Planted_secrets_are_in_no_dump_no_log_and_no_answer()
    {
        List<string> secrets = [AccessServer.Password, "Zeb-4411-ra-x", "Zeb-4412-ra-x"];
        OneTimeLink setUp = (await Server.Stores.Links.MakeSetUpAsync(default))!;
        secrets.Add(setUp.Token);
        using Browser admin = Server.Browser();
        await ExpectAsync(HttpStatusCode.OK, admin.PostAsync("/api/v1/set-up", new { token = setUp.Token, login = "chefe", password = Secret("setup") }));
        secrets.Add(admin.Token!);
        await ExpectAsync(HttpStatusCode.Created, admin.PutAsync("/api/v1/extensions/1750", new { password = Secret("phone") }));
        await ExpectAsync(HttpStatusCode.OK, admin.PutAsync("/api/v1/extensions/1750", new { password = Secret("phone-again") }));
        await ExpectAsync(HttpStatusCode.OK, admin.PostAsync("/api/v1/site", new { extensions = new[] { new { number = "1751", password = Secret("file") } } }));
        await ExpectAsync(HttpStatusCode.UnprocessableEntity, admin.PostAsync("/api/v1/site", new { extensions = new[] { new { number = "x y", password = Secret("broken-file") } } }));
        await ExpectAsync(HttpStatusCode.Created, admin.PutAsync("/api/v1/users/ana", new { roles = new[] { "viewer" } }));
        string link = (await ExpectAsync(HttpStatusCode.OK, admin.PostAsync("/api/v1/users/ana/link", new { }))).GetProperty("link").GetString()!.Split('=')[1];
        secrets.Add(link);
        using Browser ana = Server.Browser();
        await ExpectAsync(HttpStatusCode.UnprocessableEntity, ana.PostAsync("/api/v1/password", new { token = link, password = "Curta!987" }));
        secrets.Add("Curta!987");
        await ExpectAsync(HttpStatusCode.OK, ana.PostAsync("/api/v1/password", new { token = link, password = Secret("by-link") }));
        secrets.Add(ana.Token!);
        await ExpectAsync(HttpStatusCode.NoContent, ana.PutAsync("/api/v1/session/password", new { current = Secret("by-link"), password = Secret("own") }));
        await ExpectAsync(HttpStatusCode.Unauthorized, ana.SignInAsync("ana", Secret("guess")));
        await ExpectAsync(HttpStatusCode.Unauthorized, ana.SignInAsync(Secret("typed-as-login"), "x"));
        await ExpectAsync(HttpStatusCode.BadRequest, ana.PostAsync("/api/v1/session", new { login = "ana", password = new[] { Secret("as-array") } }));
        JsonElement key = await ExpectAsync(HttpStatusCode.Created, admin.PostAsync("/api/v1/api-keys", new { name = "painel", scopes = new[] { "read" } }));
        secrets.Add(key.GetProperty("key").GetString()!);

        // Kept as text, each would be one of these.
        string dump = await DumpAsync();
        Assert.Contains("pbkdf2-sha256$600000$", dump, StringComparison.Ordinal);
        StringBuilder answers = new();
        foreach (RouteEndpoint route in Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            string path = route.RoutePattern.RawText!.Replace("{callId:guid}", Guid.Empty.ToString(), StringComparison.Ordinal)
                .Replace("{login}", "ana", StringComparison.Ordinal).Replace("{number}", "1750", StringComparison.Ordinal)
                .Replace("{key}", "1750", StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal);
            if (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            {
                using HttpResponseMessage response = await admin.GetAsync(path + "?from=1750&dial=1751&limit=1000&call=" + Guid.Empty);
                answers.Append(await response.Content.ReadAsStringAsync());
            }
        }

        Assert.Contains("painel", answers.ToString(), StringComparison.Ordinal);
        secrets.AddRange(_planted);
        Assert.True(secrets.Count >= 15, $"only {secrets.Count} were planted");
        foreach (string secret in secrets)
        {
            Assert.False(dump.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{secret} is in the dump");
            Assert.False(Server.Logs.Text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{secret} is in the log");
            Assert.False(answers.ToString().Contains(secret, StringComparison.OrdinalIgnoreCase), $"{secret} is in an answer");
        }
    }

    private readonly List<string> _planted = [];

    private string Secret(string name)
    {
        string secret = $"Planted-{name}-7731";
        if (!_planted.Contains(secret))
        {
            _planted.Add(secret);
        }

        return secret;
    }

    private async Task<string> DumpAsync()
    {
        NpgsqlConnectionStringBuilder to = new(Database.ConnectionString);
        string program = Directory.GetDirectories("/usr/lib/postgresql").Select(d => System.IO.Path.Combine(d, "bin", "pg_dump")).Where(File.Exists).Max()!;
        ProcessStartInfo start = new(program, ["--inserts", "--no-password"]) { RedirectStandardOutput = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"], start.Environment["PGDATABASE"]) = (to.Host, $"{to.Port}", to.Database);
        (start.Environment["PGUSER"], start.Environment["PGPASSWORD"]) = (to.Username, to.Password);
        using Process process = Process.Start(start)!;
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return text;
    }
}
