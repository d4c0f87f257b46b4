package notify

import (
	"os/exec"
	"unsafe"

	"golang.org/x/sys/windows"
)

// startGroup starts cmd in a job object, whose processes end together when its
// last handle is closed: at kill, or with this process. kill must be called,
// before cmd.Wait. Where there is no job to be had, kill ends cmd alone.
//
// The child is in the job before it can start another, for it does nothing
// until it has read its input.
func startGroup(cmd *exec.Cmd) (kill func(), err error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	kill = func() { _ = cmd.Process.Kill() } // gone already is as good
	job, err := newJob()
	if err != nil {
		return kill, nil
	}
	const access = windows.PROCESS_SET_QUOTA | windows.PROCESS_TERMINATE
	process, err := windows.OpenProcess(access, false, uint32(cmd.Process.Pid))
	if err == nil {
		err = windows.AssignProcessToJobObject(job, process)
		_ = windows.CloseHandle(process)
	}
	if err != nil {
		_ = windows.CloseHandle(job)
		return kill, nil
	}
	return func() { _ = windows.CloseHandle(job) }, nil
}

func newJob() (windows.Handle, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0, err
	}
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err != nil {
		_ = windows.CloseHandle(job)
		return 0, err
	}
	return job, nil
}
