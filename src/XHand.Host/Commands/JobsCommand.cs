using System.CommandLine;
using System.Text.Json;

namespace XHand.Host.Commands;

/// <summary><c>xhand jobs</c> and <c>xhand jobs run NAME</c>.</summary>
internal static class JobsCommand
{
    private static readonly string[] _heads = ["JOB", "STATE", "LAST", "NEXT", "RESULT", "DOES"];

    public static Command Create(CommandContext context)
    {
        Command command = ListCommand.Create(
            context, "jobs", "The jobs that keep the house, and how each went last.", "jobs", _heads, Row, "No jobs.");
        command.Subcommands.Add(Run(context));
        return command;
    }

    private static Command Run(CommandContext context)
    {
        Argument<string> name = new("NAME") { Description = "The job, as 'xhand jobs' names it." };
        Command command = new("run", "Runs a job now and waits for its end.") { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(null);
            JsonElement job = await daemon.PostAsync<object?>($"jobs/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/run", null, cancellation);
            string result = ListCommand.Text(job, "result");
            if (ListCommand.Text(job, "state") != "done")
            {
                throw CommandException.Refused(result);
            }

            await context.Output.WriteLineAsync(result);
            return ExitStatus.Done;
        });
        return command;
    }

    private static string[] Row(JsonElement job) =>
    [
        ListCommand.Text(job, "name"),
        ListCommand.Text(job, "state"),
        LocalTime.Of(job, "endedAt"),
        LocalTime.Of(job, "nextAt"),
        ListCommand.Text(job, "result"),
        ListCommand.Text(job, "does"),
    ];
}
