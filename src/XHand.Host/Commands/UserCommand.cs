using System.CommandLine;
using System.Text.Json;
using XHand.Storage;
using XHand.Web.Api;

namespace XHand.Host.Commands;

/// <summary><c>xhand user list|add|link|enable|disable|remove</c>: also how an administrator who is locked out gets in again.</summary>
internal static class UserCommand
{
    public static Command Create(CommandContext context)
    {
        Command command = new("user", "The people who sign in to the web pages.");
        command.Subcommands.Add(ListCommand.Create(
            context,
            "list",
            "The users.",
            "users",
            ["LOGIN", "NAME", "ROLES", "MAY SIGN IN", "LAST SIGN-IN"],
            user =>
            [
                ListCommand.Text(user, "login"),
                ListCommand.Text(user, "name"),
                string.Join(',', Roles(user)),
                !user.GetProperty("enabled").GetBoolean() ? "no" : user.GetProperty("hasPassword").GetBoolean() ? "yes" : "not yet",
                LocalTime.Of(user, "signedInAt"),
            ],
            "No users."));
        command.Subcommands.Add(Add(context));
        command.Subcommands.Add(One(context, "link", "Prints a link by which the user sets a new password, once and within a day.", PrintLinkAsync));
        command.Subcommands.Add(One(context, "enable", "Lets the user sign in again.", (daemon, login, cancellation) => EnableAsync(daemon, login, true, cancellation)));
        command.Subcommands.Add(One(context, "disable", "Ends the user's sessions and lets them in no more.", (daemon, login, cancellation) => EnableAsync(daemon, login, false, cancellation)));
        command.Subcommands.Add(One(context, "remove", "Deletes the user.", async (daemon, login, cancellation) =>
        {
            await daemon.DeleteAsync(Path(login), cancellation);
            return null;
        }));
        return command;
    }

    private static Command Add(CommandContext context)
    {
        Argument<string> login = Login();
        Option<string> name = new("--name") { Description = "The person's name.", HelpName = "NAME", DefaultValueFactory = _ => "" };
        Option<string> email = new("--email") { Description = "The person's e-mail address.", HelpName = "ADDRESS", DefaultValueFactory = _ => "" };
        Option<string> language = new("--language") { Description = "pt-BR, en or es.", HelpName = "LANGUAGE", DefaultValueFactory = _ => "pt-BR" };
        Option<string[]> roles = new("--role")
        {
            Description = $"What they may do, repeated: {string.Join(", ", RoleName.BuiltIn)}, or a role of the company's own; administrator when left out.",
            HelpName = "ROLE",
            DefaultValueFactory = _ => [RoleName.Administrator],
        };
        Option<string?> company = CommandContext.CompanyOption();
        Command command = new("add", "Makes a user and prints the link by which they set a password.") { login, name, email, language, roles, company };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            string wanted = parsed.GetRequiredValue(login);
            JsonElement users = await daemon.GetAsync("users", cancellation);
            if (users.EnumerateArray().Any(user => user.GetProperty("login").GetString() == wanted))
            {
                throw CommandException.Refused($"There is a user {wanted} already; 'xhand user link {wanted}' prints a new link for them.");
            }

            UserBody body = new(
                parsed.GetRequiredValue(roles), parsed.GetRequiredValue(name), parsed.GetRequiredValue(email), parsed.GetRequiredValue(language), true);
            await daemon.PutAsync(Path(wanted), body, cancellation);
            await context.Output.WriteLineAsync(await PrintLinkAsync(daemon, wanted, cancellation));
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command One(
        CommandContext context, string name, string description, Func<DaemonClient, string, CancellationToken, Task<string?>> act)
    {
        Argument<string> login = Login();
        Option<string?> company = CommandContext.CompanyOption();
        Command command = new(name, description) { login, company };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            if (await act(daemon, parsed.GetRequiredValue(login), cancellation) is { } text)
            {
                await context.Output.WriteLineAsync(text);
            }

            return ExitStatus.Done;
        });
        return command;
    }

    private static async Task<string?> PrintLinkAsync(DaemonClient daemon, string login, CancellationToken cancellation)
    {
        JsonElement made = await daemon.PostAsync(Path(login) + "/link", new { }, cancellation);
        return made.GetProperty("link").GetString();
    }

    private static async Task<string?> EnableAsync(DaemonClient daemon, string login, bool enabled, CancellationToken cancellation)
    {
        JsonElement user = await daemon.GetAsync(Path(login), cancellation);
        UserBody body = new(
            [.. Roles(user)], user.GetProperty("name").GetString(), user.GetProperty("email").GetString(), user.GetProperty("language").GetString(), enabled);
        await daemon.PutAsync(Path(login), body, cancellation);
        return null;
    }

    private static IEnumerable<string> Roles(JsonElement user) => user.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!);

    private static Argument<string> Login() => new("LOGIN") { Description = "What they sign in with." };

    private static string Path(string login) => "users/" + Uri.EscapeDataString(login);
}
