using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;

namespace Atmosphere.Grains.Strangers.Steps;

/// <summary>Lets the recogniser compare the faces that wait with those of the last hours: one call for a whole burst.</summary>
internal sealed class GroupStrangersStep(IRecogniser recogniser, RecogniserAccess access, StrangersRules rules)
{
    public async Task<EffectResult<StrangersCommand>> PerformAsync(StrangersState strangers, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        var waiting = strangers.Faces.Where(face => face.Value.LeadFaceId is null).ToList();
        if (waiting.Count == 0) return EffectResult<StrangersCommand>.Done;
        var gathered = waiting.Min(face => face.Value.SeenAt) + rules.GatherFor;
        if (gathered > attempt.Now) return new EffectResult<StrangersCommand>.Wait(gathered - attempt.Now, "waits for the rest of the burst");

        var grouped = new NoteGrouped { At = attempt.Now, FaceIds = [.. waiting.Select(face => face.Key)] };
        var byDetectedId = strangers.Faces.Values.DistinctBy(face => face.Face.DetectedFaceId).ToDictionary(face => face.Face.DetectedFaceId, face => face.Face.FaceId, StringComparer.Ordinal);
        if (byDetectedId.Count < 2) return new EffectResult<StrangersCommand>.Performed(grouped);
        if (await access.WaitForAsync<StrangersCommand>(BudgetUse.Identification, 1) is { } wait) return wait;

        var answer = await recogniser.GroupAsync([.. byDetectedId.Keys], cancellationToken);
        if (answer.Kind is OutcomeKind.Expired or OutcomeKind.Refused)
            return new EffectResult<StrangersCommand>.Performed(new NoteUngroupable
            {
                At = attempt.Now,
                FaceIds = grouped.FaceIds,
                Others = [.. strangers.Faces.Keys.Except(grouped.FaceIds, StringComparer.Ordinal)],
            });
        return answer.IsDone
            ? new EffectResult<StrangersCommand>.Performed(grouped with { Groups = [.. answer.Value.Select(group => group.Select(id => byDetectedId[id]).ToImmutableArray())] })
            : EffectResult<StrangersCommand>.Retry(answer);
    }
}
