using System.CommandLine;
using System.CommandLine.Invocation;
using Microsoft.Extensions.Configuration;
using XHand.Host.Settings;

namespace XHand.Host.Commands;

/// <summary>The <c>xhand</c> command line: 0 done, 1 refused with the reason on standard error, 2 asked wrongly.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        try
        {
            (Dictionary<string, string?> settings, string[] rest) = SettingArguments.Split(arguments);
            CommandContext context = new(SettingsSource.Load(settings), output, error);
            ParseResult parsed = Build(context).Parse(rest);
            if (parsed.Action is ParseErrorAction)
            {
                foreach (string problem in parsed.Errors.Select(e => e.Message).Distinct())
                {
                    await error.WriteLineAsync(problem);
                }

                await error.WriteLineAsync("'xhand --help' and 'xhand COMMAND --help' say what there is.");
                return ExitStatus.BadUsage;
            }

            // The daemon ends by its own rules on SIGTERM and Ctrl-C; a client command has nothing to end.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (SettingsException e)
        {
            foreach (string problem in e.Problems)
            {
                await error.WriteLineAsync(problem);
            }

            return ExitStatus.BadUsage;
        }
        catch (CommandException e)
        {
            await error.WriteLineAsync(e.Message);
            return e.Status;
        }
    }

    private static RootCommand Build(CommandContext context)
    {
        RootCommand root = new("XHand, the telephone exchange: its daemon and the commands that speak to it.");
        root.Subcommands.Add(ServeCommand.Create(context));
        root.Subcommands.Add(ApplyCommand.Create(context));
        root.Subcommands.Add(ExportCommand.Create(context));
        root.Subcommands.Add(StatusCommand.Create(context));
        root.Subcommands.Add(AlarmsCommand.Create(context));
        root.Subcommands.Add(CallsCommand.Create(context));
        root.Subcommands.Add(RegistrationsCommand.Create(context));
        root.Subcommands.Add(TrunksCommand.Create(context));
        root.Subcommands.Add(RecordsCommand.Create(context));
        root.Subcommands.Add(TraceCommand.Create(context));
        root.Subcommands.Add(ExplainCommand.Create(context));
        root.Subcommands.Add(CallCommand.Create(context));
        root.Subcommands.Add(HangUpCommand.Create(context));
        root.Subcommands.Add(BlocksCommand.List(context));
        root.Subcommands.Add(BlocksCommand.Add(context));
        root.Subcommands.Add(BlocksCommand.Remove(context));
        root.Subcommands.Add(LogCommand.Create(context));
        root.Subcommands.Add(JobsCommand.Create(context));
        root.Subcommands.Add(ApiKeyCommand.Create(context));
        root.Subcommands.Add(BackupCommand.Create(context));
        root.Subcommands.Add(RestoreCommand.Create(context));
        root.Subcommands.Add(UserCommand.Create(context));
        root.Subcommands.Add(AuditCommand.Create(context));
        return root;
    }
}
