using System.Globalization;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Retention.Steps;

/// <summary>
/// Sweeps one page: asks the catalogue what is too old, and tells each photo and face. They decide, have it on disk when they answer, and
/// delete. A page that is swept again does no harm.
/// </summary>
internal sealed class SweepStep(IGrainFactory grains, IOldPictures pictures, IAudit audit, RetentionRules rules)
{
    /// <summary>Photos or faces told between two writes of how far it has come.</summary>
    private const int Page = 100;

    private const int AuditPage = 1000;

    public async Task<EffectResult<RetentionCommand>> PerformAsync(RetentionState retention, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (retention.Running is not { } run) return EffectResult<RetentionCommand>.Done;
        var swept = run.Stage switch
        {
            RetentionStage.Photos => await SweepPhotosAsync(run, attempt, cancellationToken),
            RetentionStage.Crops => await SweepFacesAsync(run, cancellationToken),
            RetentionStage.Audit => await SweepAuditAsync(run, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(retention), run.Stage, "No sweep of this stage."),
        };
        var report = swept with { At = attempt.Now, Stage = run.Stage, From = run.Cursor };
        return report is { IsLast: true, Stage: RetentionStage.Audit } ? new EffectResult<RetentionCommand>.Performed(report) : new EffectResult<RetentionCommand>.Advanced(report);
    }

    private async Task<NoteSwept> SweepPhotosAsync(RetentionRun run, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (run.BegunAt - rules.Photos is not { } before) return Nothing;
        var page = await pictures.PhotosAsync(before, run.Cursor, Page, cancellationToken);
        var deleted = 0;

        // Photos of systems that cut faces themselves have ids of their own, and no picture here.
        foreach (var photo in page.Where(photo => PhotoId.IsValid(photo.Id)))
            if (await grains.GetGrain<IPhotoGrain>(photo.Id).DropPicture(before)) deleted++;
        await pictures.NotePhotosAsync([.. page.Select(photo => photo.Id)], attempt.Now, cancellationToken);
        return Swept(page is [.., var last] ? last.Id : run.Cursor, deleted, page.Length < Page);
    }

    private async Task<NoteSwept> SweepFacesAsync(RetentionRun run, CancellationToken cancellationToken)
    {
        if (run.BegunAt - rules.Crops is not { } before) return Nothing;
        var page = await pictures.FacesAsync(before, run.Cursor, Page, cancellationToken);
        var deleted = 0;
        foreach (var face in page)
            if (await grains.GetGrain<IFaceGrain>(face.Id).DropPictures(before)) deleted++;
        return Swept(page is [.., var last] ? last.Id : run.Cursor, deleted, page.Length < Page);
    }

    private async Task<NoteSwept> SweepAuditAsync(RetentionRun run, CancellationToken cancellationToken)
    {
        if (run.BegunAt - rules.Audit is not { } before) return Nothing;
        var deleted = await audit.RemoveBeforeAsync(before, AuditPage, cancellationToken);
        return Swept((run.AuditEntries + deleted).ToString(CultureInfo.InvariantCulture), deleted, deleted < AuditPage);
    }

    /// <summary>The settings keep this.</summary>
    private static NoteSwept Nothing => new() { IsLast = true };

    private static NoteSwept Swept(string cursor, int deleted, bool isLast) => new() { To = cursor, Deleted = deleted, IsLast = isLast };
}
