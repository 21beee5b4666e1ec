using System.CommandLine;
using XHand.Web.Access;

namespace XHand.Host.Commands;

/// <summary><c>xhand export [KIND...]</c>.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string[]> kinds = new("KIND") { Description = "Kinds of the site file, such as extensions; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> key = new("--secrets-key") { Description = "Writes secrets too, encrypted with this key; made if there is none.", HelpName = "FILE" };
        Option<string?> company = CommandContext.CompanyOption();
        Command command = new("export", "Prints the site as a site file, secrets left out.") { kinds, key, company };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            if (parsed.GetValue(key) is { } keyFile)
            {
                bool isNew = !File.Exists(keyFile);
                daemon.AddHeader(LocalCaller.SecretsKeyHeader, SecretsKey.ReadOrMake(keyFile));
                if (isNew)
                {
                    await context.Error.WriteLineAsync($"A new key was made in {keyFile}; without it the exported secrets cannot be read.");
                }
            }

            string[] wanted = parsed.GetValue(kinds) ?? [];
            string path = DaemonClient.Query("site", [.. wanted.Select(kind => ("kind", (string?)kind))]);
            await context.Output.WriteAsync(await daemon.GetTextAsync(path, cancellation));
            return ExitStatus.Done;
        });
        return command;
    }
}
