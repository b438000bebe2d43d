using Orleans.Core.Internal;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>
/// A cluster ends activations for reasons of its own: the silo with their part of the grain directory died, memory is short. Embedded does so
/// only when it stops.
/// </summary>
public sealed class EndingActivationTests : FlowTest
{
    /// <summary>Half of what a call waits for its answer at most.</summary>
    private static readonly TimeSpan BeforeCallsTimeOut = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task An_activation_that_ends_while_it_performs_an_effect_leaves_its_report_to_the_next_one()
    {
        var faceId = await World.AskedAsync();
        var (begun, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        World.Slack.DuringUpdate = () =>
        {
            begun.TrySetResult();
            return released.Task;
        };
        await World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ann);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        await World.Face(faceId).AsReference<IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);
        var view = World.Face(faceId).GetView();
        released.SetResult();

        (await view.WaitAsync(BeforeCallsTimeOut, TestContext.Current.CancellationToken)).Votes.Keys.ShouldBe([FlowWorld.Voter(1)]);
        await World.UntilAtRestAsync(faceId);
        World.Slack.Posts(faceId).ShouldBe(1);
    }
}
