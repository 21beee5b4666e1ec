using System.CommandLine;
using XHand.Host.Serving;
using XHand.Host.Settings;

namespace XHand.Host.Commands;

/// <summary><c>xhand serve</c>: the daemon, in the foreground.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandContext context)
    {
        Command command = new("serve", "Runs the system in the foreground until SIGTERM or Ctrl-C.");
        command.SetAction(async (_, _) =>
        {
            HostSettings settings = SettingsReader.Read(context.Configuration);
            foreach (string unknown in SettingsReader.Unknown(context.Configuration))
            {
                await context.Error.WriteLineAsync($"There is no setting {unknown}; it is ignored.");
            }

            return await Daemon.RunAsync(settings, context.Output);
        });
        return command;
    }
}
