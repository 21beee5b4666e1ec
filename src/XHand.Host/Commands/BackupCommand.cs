using System.CommandLine;
using System.Globalization;
using XHand.Host.Backups;
using XHand.Host.Settings;

namespace XHand.Host.Commands;

/// <summary><c>xhand backup FILE</c>.</summary>
internal static class BackupCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = new("FILE") { Description = "The file to make; nothing may stand there." };
        Command command = new("backup", "Writes the whole system into one file: database, keys, journal. Recordings are not in it.") { file };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = Path.GetFullPath(parsed.GetRequiredValue(file));
            (int files, long bytes) = await new SystemBackup(SettingsReader.Read(context.Configuration), TimeProvider.System).WriteAsync(path, cancellation);
            await context.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{path}: {files} files, {bytes / 1024.0 / 1024.0:0.0} MiB. It holds the keys that its secrets open with: keep it as closed as the system itself."));
            return ExitStatus.Done;
        });
        return command;
    }
}
