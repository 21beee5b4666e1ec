using System.CommandLine;
using System.Text.Json;
using XHand.Web.Access;
using XHand.Web.Api;

namespace XHand.Host.Commands;

/// <summary><c>xhand apikey create|list|revoke</c>.</summary>
internal static class ApiKeyCommand
{
    public static Command Create(CommandContext context)
    {
        Command command = new("apikey", "The keys that programs use the HTTP API with.");
        command.Subcommands.Add(CreateKey(context));
        command.Subcommands.Add(ListCommand.Create(
            context,
            "list",
            "The keys, without their text.",
            "api-keys",
            ["NAME", "SCOPES", "MADE", "REVOKED"],
            key =>
            [
                ListCommand.Text(key, "name"),
                string.Join(',', key.GetProperty("scopes").EnumerateArray().Select(s => s.GetString())),
                LocalTime.Of(key, "createdAt"),
                LocalTime.Of(key, "revokedAt"),
            ],
            "No keys."));
        command.Subcommands.Add(Revoke(context));
        return command;
    }

    private static Command CreateKey(CommandContext context)
    {
        Argument<string> name = new("NAME") { Description = "A name for it, as the audit will show it." };
        Option<string[]> scopes = new("--scope")
        {
            Description = $"What it may do, repeated: {string.Join(", ", Scopes.OfKeys)}, or a permission such as extensions.view; read when left out.",
            HelpName = "SCOPE",
            DefaultValueFactory = _ => [Scopes.Read],
        };
        scopes.Validators.Add(result =>
        {
            foreach (string unknown in result.Tokens.Select(token => token.Value).Where(scope => !Permissions.IsScope(scope)))
            {
                result.AddError($"--scope is \"{unknown}\"; allowed: {string.Join(", ", Scopes.OfKeys)}, or a permission that a key can have.");
            }
        });
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("create", "Makes a key and prints it; it is shown this once.") { name, scopes, company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            JsonElement made = await daemon.PostAsync("api-keys", new ApiKeyBody(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes)), cancellation);
            await (parsed.GetValue(json) ? context.WriteJsonAsync(made) : context.Output.WriteLineAsync(made.GetProperty("key").GetString()));
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command Revoke(CommandContext context)
    {
        Argument<string> name = new("NAME") { Description = "The key's name." };
        Option<string?> company = CommandContext.CompanyOption();
        Command command = new("revoke", "Revokes a key at once.") { name, company };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            await daemon.DeleteAsync("api-keys/" + Uri.EscapeDataString(parsed.GetRequiredValue(name)), cancellation);
            return ExitStatus.Done;
        });
        return command;
    }
}
