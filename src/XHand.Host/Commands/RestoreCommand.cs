using System.CommandLine;
using XHand.Host.Backups;
using XHand.Host.Settings;

namespace XHand.Host.Commands;

/// <summary><c>xhand restore FILE</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = new("FILE") { Description = "A file that 'xhand backup' made." };
        Option<bool> replace = new("--replace") { Description = "Puts a system that is there aside and restores in its place." };
        Command command = new("restore", "Brings the whole system back from a backup, while XHand is stopped.") { file, replace };
        command.SetAction(async (parsed, cancellation) =>
        {
            HostSettings settings = SettingsReader.Read(context.Configuration);
            await new SystemRestore(settings, TimeProvider.System, context.Output)
                .ReadAsync(Path.GetFullPath(parsed.GetRequiredValue(file)), parsed.GetValue(replace), cancellation);
            await context.Output.WriteLineAsync($"Restored into {settings.DataDirectory}. Start XHand now.");
            return ExitStatus.Done;
        });
        return command;
    }
}
