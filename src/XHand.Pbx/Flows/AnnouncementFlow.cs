using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Site;

namespace XHand.Pbx.Flows;

/// <summary>Answers, plays one prompt and hangs up.</summary>
internal sealed class AnnouncementFlow(Announcement announcement) : ICallFlow
{
    public string Name => "announcement";

    public async Task<FlowEnd> RunAsync(ICallVerbs call)
    {
        if (await call.AnswerAsync() != AnswerOutcome.Answered)
        {
            return FlowEnd.HungUp;
        }

        return await call.PlayAsync($"{announcement.Language}/{announcement.Prompt}.wav") switch
        {
            PlayOutcome.Played => call.End(CallEnd.Talked(EndedBy.System)),
            PlayOutcome.Failed => call.End(CallEnd.Talked(
                EndedBy.System, CallCause.InternalError, $"Prompt \"{announcement.Prompt}\" in {announcement.Language} could not be played")),
            _ => FlowEnd.HungUp,
        };
    }
}
